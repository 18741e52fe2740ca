/** The mark as a file: a cloakroom ticket, its stub still on. */
export const TICKET = "/favicon.svg";

export function Mark({ size = 32 }: { size?: number }) {
  return <img src={TICKET} width={size} height={size} alt="" />;
}
