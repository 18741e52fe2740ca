/** A folder as a zip, without compression: a package as somebody would upload it. */

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { crc32, inflateRawSync } from "node:zlib";

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** The zip of a folder; `changed` gives other content for some of its files. */
export function zip(folder, changed = {}) {
  const bodies = [];
  const entries = [];
  let offset = 0;
  for (const name of files(folder)) {
    const content = Buffer.from(changed[name] ?? readFileSync(join(folder, name)));
    const common = header(name, content);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name)]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    entries.push(
      Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, place, Buffer.from(name)]),
    );
    bodies.push(local, content);
    offset += local.length + content.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directory, end]);
}

/** What a local header and an entry of the directory have in common (APPNOTE 4.3.7, 4.3.12). */
function header(name, content) {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(0x0800, 2);
  // 1 January 1980, so that the same files give the same bytes.
  common.writeUInt16LE(0x0021, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(Buffer.byteLength(name), 22);
  return common;
}

/** The text of an entry, by its local header (APPNOTE 4.3.7). */
export function entry(archive, wanted) {
  for (let at = 0; archive.readUInt32LE(at) === 0x04034b50; ) {
    const method = archive.readUInt16LE(at + 8);
    const size = archive.readUInt32LE(at + 18);
    const names = at + 30;
    const name = archive.toString("utf8", names, names + archive.readUInt16LE(at + 26));
    const start = names + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
    const content = archive.subarray(start, start + size);
    if (name === wanted) return (method === 8 ? inflateRawSync(content) : content).toString("utf8");
    at = start + size;
  }
  throw new Error(`the archive has no ${wanted}`);
}
