/** The mark: a cloakroom ticket with a hanger on it. */
export function Mark({ size = 32 }: { size?: number }) {
  return <img src="/favicon.svg" width={size} height={size} alt="" />;
}
