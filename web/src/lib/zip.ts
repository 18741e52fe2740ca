/** Reading a zip in the browser, to show the source of a package that the server refused. */

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** A comment at the end has at most 64 kB; the record itself 22 bytes. */
const END_WITHIN = 65_557;
/** More than any manifest or description has; what is larger is not shown. */
const LARGEST_FILE = 4 * 1024 * 1024;

interface Entry {
  name: string;
  method: number;
  packed: number;
  size: number;
  offset: number;
}

/** The text files of a zip, by name; empty when it is none. */
export async function readTexts(zip: Blob): Promise<Map<string, string>> {
  const bytes = new Uint8Array(await zip.arrayBuffer());
  const texts = new Map<string, string>();
  for (const entry of entries(bytes)) {
    if (!/\.(json|ya?ml)$/i.test(entry.name) || entry.size > LARGEST_FILE) continue;
    const content = await unpack(bytes, entry).catch(() => undefined);
    if (content !== undefined) texts.set(entry.name, content);
  }
  return texts;
}

function entries(bytes: Uint8Array): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = Math.max(0, bytes.length - END_WITHIN);
  let end = bytes.length - 22;
  while (end >= first && view.getUint32(end, true) !== END) end -= 1;
  if (end < first) return [];
  const found: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) break;
    const nameLength = view.getUint16(at + 28, true);
    const rest = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    found.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + rest;
  }
  return found;
}

async function unpack(bytes: Uint8Array, entry: Entry): Promise<string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(entry.offset, true) !== LOCAL) throw new Error("not a local header");
  const start =
    entry.offset +
    30 +
    view.getUint16(entry.offset + 26, true) +
    view.getUint16(entry.offset + 28, true);
  const packed = bytes.slice(start, start + entry.packed);
  if (entry.method === 0) return new TextDecoder().decode(packed);
  if (entry.method !== 8) throw new Error(`method ${entry.method}`);
  return inflate(packed);
}

/** Stops where a file grows beyond what its entry may say. */
async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > LARGEST_FILE) {
      await reader.cancel();
      throw new Error("too large");
    }
  }
}
