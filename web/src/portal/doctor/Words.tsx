/** The doctor's words: `code` and *names of fields* as they are meant, all else as text. */
export function Words({ children }: { children: string }) {
  return children.split(/(`[^`]+`|\*[^*]+\*)/).map((part, place) => {
    const inner = part.slice(1, -1);
    // The parts of a sentence never change places.
    const key = `${place} ${part}`;
    if (/^`[^`]+`$/.test(part)) return <code key={key}>{inner}</code>;
    return /^\*[^*]+\*$/.test(part) ? <em key={key}>{inner}</em> : part;
  });
}
