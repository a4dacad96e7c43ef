// The sum that slows down machines: a number after which SHA-256 of "seed:number" begins with
// enough zero bits. Plain JavaScript in small pieces, so that the page stays alive meanwhile.
"use strict";

const K = [];
(function constants() {
  const isPrime = (n) => { for (let i = 2; i * i <= n; i++) if (n % i === 0) return false; return true; };
  for (let n = 2; K.length < 64; n++) if (isPrime(n)) K.push((Math.cbrt(n) % 1) * 2 ** 32 | 0);
})();
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const w = new Int32Array(64);

// SHA-256 (FIPS 180-4); returns the first 32 bits, which is all that is looked at.
function firstWord(bytes) {
  const length = bytes.length;
  const blocks = new Uint8Array(((length + 72) >> 6) << 6);
  blocks.set(bytes);
  blocks[length] = 0x80;
  new DataView(blocks.buffer).setUint32(blocks.length - 4, length * 8);
  const view = new DataView(blocks.buffer);
  const state = Int32Array.from(START);
  for (let at = 0; at < blocks.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2];
      const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
      const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] = (state[i] + value) | 0; });
  }
  return state[0] >>> 0;
}

const form = document.getElementById("work");
const text = new TextEncoder();
let number = 0;

function work() {
  const until = performance.now() + 40;
  while (performance.now() < until) {
    for (let i = 0; i < 200; i++, number++) {
      const word = firstWord(text.encode(`${form.dataset.seed}:${number}`));
      if (Math.clz32(word) >= Number(form.dataset.bits)) {
        form.elements.work.value = String(number);
        form.submit();
        return;
      }
    }
  }
  setTimeout(work, 0);
}

if (form) work();
