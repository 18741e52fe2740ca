import { Link } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useHref, useNavigate } from "react-router";

interface Props {
  to: string;
  className?: string;
  children: ReactNode;
}

/** Fluent's link, within this page where a plain click asks for no more. */
export function RouterLink({ to, className, children }: Props) {
  const navigate = useNavigate();
  return (
    <Link
      href={useHref(to)}
      className={className}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigate(to);
      }}
    >
      {children}
    </Link>
  );
}
