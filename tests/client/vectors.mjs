// Prints what bonafide.mjs makes of the golden vectors given on standard input.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { canonical, digest, blind, unblind, pack, unpack } = await import(pathToFileURL(process.argv[2]));
const given = JSON.parse(readFileSync(0, 'utf8'));
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const unhex = (text) => Buffer.from(text, 'hex');
const one = unhex('01'.padEnd(64, '0'));

function tried(work) {
  try {
    return work();
  } catch (error) {
    return error.message;
  }
}

console.log(JSON.stringify({
  canonical: given.canonical.map(({ kind, raw }) => tried(() => {
    const text = canonical(kind, raw);
    return [text, hex(digest(kind, text))];
  })),
  blinding: given.blinding.map((each) => {
    const { scalar, point } = blind(unhex(each.digest), unhex(each.r));
    const element = unblind(scalar, unhex(each.evaluated));
    return [hex(point), hex(element), pack(element)];
  }),
  random: given.blinding.map((each) => blind(unhex(each.digest)).point.length),
  accepted: given.accepted.map(({ wire }) => tried(() => [pack(unblind(one, unpack(wire)))])),
  refused: given.refused.map(({ wire }) => tried(() => [pack(unblind(one, unpack(wire)))])),
}));
