import dns from 'node:dns';
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import { readPicture } from '../../../src/challenge/index.ts';

// Run by itself: reads the picture of its argument on a computer that reaches nothing, and prints its texts and what was
// tried to be reached.
const tried: string[] = [];
const deny = (what: string) => (): never => {
  tried.push(what);
  throw new Error(`${what} is denied`);
};
globalThis.fetch = deny('fetch');
net.Socket.prototype.connect = deny('connect');
Object.assign(dns, { lookup: deny('lookup') });

const reading = await readPicture(await readFile(process.argv[2] ?? ''));
const texts = reading.kind === 'read' ? reading.symbols.map(({ text }) => text) : [];
process.stdout.write(`${JSON.stringify({ texts, tried })}\n`);
