// Rust schnorrkel as WASM in Node: verifies as many signatures as each line of standard input asks for, and answers with
// the nanoseconds that took. Arguments: a file of cases, one "key message signature" in hexadecimal per line.
const { sr25519_verify } = require('@polkadot-labs/schnorrkel-wasm');
const bytes = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));
const cases = require('fs').readFileSync(process.argv[2], 'ascii').trim().split('\n')
  .map((line) => line.split(' ').map(bytes));

require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const count = Number(line);
  const begun = process.hrtime.bigint();
  for (let i = 0; i < count; i++) {
    const [key, message, signature] = cases[i % cases.length];
    if (!sr25519_verify(key, message, signature)) {
      throw new Error(`schnorrkel refuses signature ${i % cases.length}`);
    }
  }
  console.log(String(process.hrtime.bigint() - begun));
});
