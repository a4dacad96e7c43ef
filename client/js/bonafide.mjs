// bf1 in JavaScript: canonical form, digest, blinding. Node 18 or newer, no packages.
//
//   import { canonical, digest, blind, unblind, pack, unpack } from './bonafide.mjs';
//   const { scalar, point } = blind(digest('phone', canonical('phone', '8 916 123-45-67')));
//   // POST /v1/evaluations {"points": [pack(point)]}  ->  {"epoch": 1, "points": ["…"]}
//   const element = pack(unblind(scalar, unpack(points[0])));
//   // {"kind": "phone", "element": element, "epoch": 1} names the person in a look-up or a report
//
// BigInt is not constant time: use it on your own server, with a fresh scalar for every person, as
// `blind` takes it. It knows phones with "+" and Russian ones of 10 or 11 digits, and addresses with
// ASCII domains; for others use `bonafide agent`.

import { createHash, randomBytes } from 'node:crypto';

export class BadIdentifier extends Error {}
export class BadPoint extends Error {}

const sha = (name, ...parts) => {
  const hash = createHash(name);
  for (const part of parts) hash.update(part);
  return hash.digest();
};

// --- canonical form, version 1 ---------------------------------------------------------------

const YANDEX = new Set(['yandex.ru', 'ya.ru', 'yandex.com', 'yandex.by', 'yandex.kz']);
const GOOGLE = new Set(['gmail.com', 'googlemail.com']);
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

export function canonical(kind, raw) {
  return kind === 'phone' ? phone(raw) : email(raw);
}

function phone(raw) {
  if (!/^[0-9+ ()\-./]*$/.test(raw) || raw.includes('\n')) throw new BadIdentifier('bad_character');
  const text = raw.replace(/^ +| +$/g, '');
  if (text === '') throw new BadIdentifier('empty');
  if (text.slice(1).includes('+')) throw new BadIdentifier('misplaced_plus');
  const digits = text.replace(/[^0-9]/g, '');
  if (digits === '' || text === '+7') throw new BadIdentifier('not_a_number');
  const result = text[0] === '+' ? `+${digits}` : `+7${russian(digits)}`;
  if (result[1] === '0') throw new BadIdentifier('unknown_country');
  if (digits.length < 7) throw new BadIdentifier('too_short');
  if (result.length > 16 || (result[1] === '7' && result.length !== 12)) {
    throw new BadIdentifier(result.length > 12 ? 'too_long' : 'too_short');
  }
  return result;
}

function russian(digits) {
  if (digits.length === 11 && (digits[0] === '7' || digits[0] === '8')) return digits.slice(1);
  if (digits.length === 10) return digits;
  throw new BadIdentifier('wrong_length');
}

function email(raw) {
  const text = raw.replace(/^[ \t\n\r\v\f]+|[ \t\n\r\v\f]+$/g, '');
  if (text === '') throw new BadIdentifier('empty');
  const parts = text.split('@');
  if (parts.length !== 2) throw new BadIdentifier('at_sign');
  if (!/^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}$/.test(parts[0])) {
    throw new BadIdentifier('bad_local_part');
  }
  let [local, domain] = [parts[0].toLowerCase(), asciiDomain(parts[1])];
  if (GOOGLE.has(domain)) {
    [local, domain] = [local.split('+')[0].replaceAll('.', ''), 'gmail.com'];
  } else if (YANDEX.has(domain)) {
    [local, domain] = [local.split('+')[0].replaceAll('.', '-'), 'yandex.ru'];
  }
  if (local === '') throw new BadIdentifier('empty_after_folding');
  return `${local}@${domain}`;
}

function asciiDomain(text) {
  if (text.includes('[')) throw new BadIdentifier('address_literal');
  if (!/^[\x21-\x7e]*$/.test(text)) throw new BadIdentifier('bad_domain');
  const domain = text.toLowerCase();
  if (domain.endsWith('.')) throw new BadIdentifier('trailing_dot');
  // Punycode and hyphens in the third place have rules of their own: leave them to others.
  if (domain.length > 253 || /(?:^|\.)..--/.test(domain) || !DOMAIN.test(domain)) {
    throw new BadIdentifier('bad_domain');
  }
  return domain;
}

export function digest(kind, text) {
  return sha('sha256', `bonafide:v1:${kind}:${text}`);
}

// --- base64url without padding, one text for one value ------------------------------------------

export const pack = (bytes) => Buffer.from(bytes).toString('base64url');

export function unpack(text) {
  const bytes = Buffer.from(String(text), 'base64url');
  if (bytes.length !== 32 || pack(bytes) !== text) throw new BadPoint('text');
  return bytes;
}

// --- ristretto255 (RFC 9496) --------------------------------------------------------------------

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const SQRT_M1 = 19681161376707505956807079304988542015446066515923890162744021073123829784752n;
const SQRT_AD_MINUS_ONE = 25063068953384623474111414158702152701244531502492656460079210482610430750235n;
const INVSQRT_A_MINUS_D = 54469307008909316920995813868745141605393597292927456921205312896311721017578n;
const ONE_MINUS_D_SQ = 1159843021668779879193775521855586647937357759715417654439879720876111806838n;
const D_MINUS_ONE_SQ = 40440834346308536858101042469323190826248399146238708352240133220865137265952n;

const mod = (a, m = P) => ((a % m) + m) % m;
const odd = (a) => mod(a) & 1n;
const positive = (a) => (odd(a) ? mod(-a) : mod(a));

function power(base, exponent, m) {
  let result = 1n;
  for (let b = mod(base, m), e = exponent; e > 0n; e >>= 1n, b = (b * b) % m) {
    if (e & 1n) result = (result * b) % m;
  }
  return result;
}

const number = (bytes) => BigInt('0x' + (Buffer.from(bytes).reverse().toString('hex') || '0'));
const bytes32 = (value) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();

function sqrtRatio(u, v) {
  const v3 = mod(v * v * v);
  let root = mod(u * v3 * power(mod(u * v3 * v3 * v), (P - 5n) / 8n, P));
  const check = mod(v * root * root);
  const [right, flipped] = [check === mod(u), check === mod(-u)];
  if (flipped || check === mod(-u * SQRT_M1)) root = mod(root * SQRT_M1);
  return [right || flipped, positive(root)];
}

const IDENTITY = [0n, 1n, 1n, 0n];

function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * D * t1 * t2);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function decode(bytes) {
  const s = number(bytes);
  if (bytes.length !== 32 || s >= P || odd(s) || s === 0n) throw new BadPoint('encoding');
  const ss = mod(s * s);
  const [u1, u2] = [mod(1n - ss), mod(1n + ss)];
  const v = mod(-(D * u1 * u1) - u2 * u2);
  const [square, inverse] = sqrtRatio(1n, mod(v * u2 * u2));
  const denX = mod(inverse * u2);
  const x = positive(2n * s * denX);
  const y = mod(u1 * inverse * denX * v);
  const t = mod(x * y);
  if (!square || odd(t) || y === 0n) throw new BadPoint('encoding');
  return [x, y, 1n, t];
}

function encode([x0, y0, z0, t0]) {
  const u1 = mod((z0 + y0) * (z0 - y0));
  const u2 = mod(x0 * y0);
  const [, inverse] = sqrtRatio(1n, mod(u1 * u2 * u2));
  const [den1, den2] = [mod(inverse * u1), mod(inverse * u2)];
  const zInverse = mod(den1 * den2 * t0);
  let [x, y, den] = [x0, y0, den2];
  if (odd(t0 * zInverse)) {
    [x, y, den] = [mod(y0 * SQRT_M1), mod(x0 * SQRT_M1), mod(den1 * INVSQRT_A_MINUS_D)];
  }
  if (odd(x * zInverse)) y = mod(-y);
  return bytes32(positive(den * (z0 - y)));
}

function fromField(t) {
  const r = mod(SQRT_M1 * t * t);
  const u = mod((r + 1n) * ONE_MINUS_D_SQ);
  const v = mod((-1n - r * D) * (r + D));
  let [square, s] = sqrtRatio(u, v);
  if (!square) s = mod(-positive(s * t));
  const c = square ? -1n : r;
  const n = mod(c * (r - 1n) * D_MINUS_ONE_SQ - v);
  const [w0, w1] = [mod(2n * s * v), mod(n * SQRT_AD_MINUS_ONE)];
  const [w2, w3] = [mod(1n - s * s), mod(1n + s * s)];
  return [mod(w0 * w3), mod(w2 * w1), mod(w1 * w3), mod(w0 * w2)];
}

function multiply(scalar, bytes) {
  let [result, step] = [IDENTITY, decode(bytes)];
  for (let n = scalar; n > 0n; n >>= 1n, step = add(step, step)) {
    if (n & 1n) result = add(result, step);
  }
  return encode(result);
}

// --- blinding (RFC 9497, mode VOPRF, without the final hash) --------------------------------------

const CONTEXT = Buffer.from('OPRFV1-\x01-ristretto255-SHA512', 'latin1');
const DST = Buffer.concat([Buffer.from('HashToGroup-'), CONTEXT]);

export function hashToGroup(x) {
  const dst = Buffer.concat([DST, Buffer.from([DST.length])]);
  const first = sha('sha512', Buffer.alloc(128), x, Buffer.from([0, 64, 0]), dst);
  const uniform = sha('sha512', first, Buffer.from([1]), dst);
  const low = (half) => mod(number(half) & ((1n << 255n) - 1n));
  const halves = [uniform.subarray(0, 32), uniform.subarray(32)];
  return encode(add(...halves.map((half) => fromField(low(half)))));
}

export function blind(x, scalar = randomScalar()) {
  return { scalar, point: multiply(number(scalar), hashToGroup(x)) };
}

export function unblind(scalar, evaluated) {
  return multiply(power(number(scalar), ORDER - 2n, ORDER), evaluated);
}

function randomScalar() {
  for (;;) {
    const scalar = number(randomBytes(64)) % ORDER;
    if (scalar !== 0n) return bytes32(scalar);
  }
}
