import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { readCsv } from '../../src/files/read-csv.ts';
import { readNodeList } from '../../src/sweep/read-node-list.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';

async function read(text: string | Buffer, language: 'vi' | 'en' = 'en') {
  const file = join(await makeTempFolder(), 'ae.csv');
  await writeFile(file, text);
  return readNodeList(file, language);
}

async function problem(text: string | Buffer, language: 'vi' | 'en' = 'en'): Promise<UserError> {
  try {
    await read(text, language);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('the list was taken');
}

const header = 'id,host,port,called_ae';

describe('a list of AEs', () => {
  it('is read with or without roles, in any order of columns', async () => {
    expect(await read(`${header}\nct,10.0.0.5,104,CT1\n`)).toEqual([
      { id: 'ct', host: '10.0.0.5', port: 104, calledAe: 'CT1', role: 'modality' },
    ]);
    const mixed = 'Role,CALLED_AE,Port,note,host,id\nPACS,MY PACS,11112,"a, b",pacs.bv.vn,kho 1\n';
    expect(await read(mixed)).toEqual([
      { id: 'kho 1', host: 'pacs.bv.vn', port: 11112, calledAe: 'MY PACS', role: 'pacs' },
    ]);
  });

  it('as a spreadsheet writes it is read: byte order mark, semicolons, CRLF, empty lines', async () => {
    const text = '\ufeffid;host;port;called_ae\r\nMáy chụp 1;10.0.0.5;104;CT1\r\n;;;\r\n\r\n';
    expect((await read(text)).map(({ id }) => id)).toEqual(['Máy chụp 1']);
  });

  it.each([
    ['no host', `${header}\nct,,104,CT`, 'line 2: host'],
    ['a host that is a path', `${header}\nct,../x,104,CT`, 'line 2: host'],
    ['port 0', `${header}\nct,h,0,CT`, 'line 2: port'],
    ['a port beyond 65535', `${header}\nct,h,70000,CT`, 'line 2: port'],
    ['a port in hexadecimal', `${header}\nct,h,0x68,CT`, 'line 2: port'],
    ['a long AE title', `${header}\nct,h,104,ABCDEFGHIJKLMNOPQ`, 'line 2: called_ae'],
    ['an AE title with accents', `${header}\nct,h,104,ẢNH`, 'line 2: called_ae'],
    ['a role that is none', `${header},role\nct,h,104,CT,xray`, 'line 2: role'],
    ['an id used twice', `${header}\nct,h,104,A\nct,h,105,B`, 'line 3: the id "ct"'],
    [
      'the line after a cell with a line end',
      `${header}\n"a\nb",h,104,A\nx,h,9e9,A`,
      'line 4: port',
    ],
  ])('with %s names the line', async (_name, text, expected) => {
    const { message, details } = await problem(text);
    expect(message).toMatch(/1 line/);
    expect(details[0]).toContain(expected);
  });

  it('without its columns says which, with an example', async () => {
    const { message, details } = await problem('id,address\nct,10.0.0.5');
    expect(message).toMatch(/host, port, called_ae missing/);
    expect(details).toContain('ct-01,10.0.5.11,104,CT01,modality');
    expect((await problem('')).message).toMatch(/id, host, port, called_ae missing/);
  });

  it.each([
    ['no line', `${header}\n`, '0 lines'],
    ['bytes that are no UTF-8', Buffer.from([0x69, 0x64, 0xff]), 'not UTF-8'],
    ['an open quotation mark', `${header}\n"ct,h,104,A`, 'quotation mark'],
    ['text after a quotation mark', `${header}\n"ct"x,h,104,A`, 'quotation mark'],
  ])('with %s is refused', async (_name, text, expected) => {
    expect((await problem(text)).message).toContain(expected);
  });

  it('that is not there is refused in Vietnamese too', async () => {
    const reading = readNodeList(join(await makeTempFolder(), 'gone.csv'), 'vi');
    await expect(reading).rejects.toThrow(/Không đọc được danh sách/);
  });

  it('tells twenty problems at most, and nothing that would steer a terminal', async () => {
    const lines = Array.from({ length: 50 }, (_, index) => `x${index},h,\u001b[2J,A`);
    const { message, details } = await problem([header, ...lines].join('\n'), 'vi');
    expect(message).toContain('50');
    expect(details).toHaveLength(21);
    expect(details.join('')).not.toContain('\u001b');
  });
});

describe('CSV', () => {
  it('reads back whatever was quoted', () => {
    const cell = fc.string({ minLength: 1 }).filter((one) => !one.includes('\0'));
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }),
        (rows) => {
          const text = rows
            .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))
            .join('\r\n');
          // A first line with more semicolons than commas is read with semicolons.
          fc.pre((rows[0]?.join('').split(';').length ?? 0) <= (rows[0]?.length ?? 0));
          const read = readCsv(text);
          expect(read.records.map(({ cells }) => cells)).toEqual(rows);
        },
      ),
      { seed: 20261122 },
    );
  });
});
