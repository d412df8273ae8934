import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { userDataFolder } from '../../src/lifecycle/data-folder.ts';
import { loadSupportTable, readSupportTable } from '../../src/lifecycle/load-support-table.ts';
import { describeTable } from '../../src/lifecycle/messages.ts';
import { isExemptOpenSource } from '../../src/lifecycle/open-source-products.ts';
import { updateSupportTable } from '../../src/lifecycle/update-support-table.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { tableFile } from './support/table-file.ts';

async function ownTable() {
  const reading = await readSupportTable(tableFile, 'vi');
  if (reading.kind !== 'table') throw new Error(JSON.stringify(reading));
  return reading.table;
}

/** The tool's own table with another date, and without some products. */
async function writeTable(file: string, reviewedOn: string, drop?: string): Promise<void> {
  const table = await ownTable();
  const products = table.products.filter((one) => one.id !== drop);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ ...table, reviewedOn, products }));
}

async function refusal(update: Promise<unknown>): Promise<UserError> {
  const error: unknown = await update.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

describe('the table of the tool', () => {
  it('is whole, names the maker’s page for every product, and agrees with the list of exempt products', async () => {
    const { products } = await ownTable();
    for (const product of products) {
      expect(product.link, product.id).toMatch(/^https:/);
      for (const name of product.names) {
        const exempt = isExemptOpenSource(name);
        if (exempt !== undefined) expect(exempt, name).toBe(product.openSource);
      }
    }
    expect(products.map((one) => one.id)).toEqual(
      expect.arrayContaining(['windows-server', 'sql-server', 'oracle-database', 'postgresql']),
    );
  });

  it('has no two lines that the same software could be', async () => {
    for (const product of (await ownTable()).products) {
      const keys = product.cycles.flatMap((one) =>
        (one.editions ?? ['-']).map(
          (edition) =>
            `${one.build ?? one.version ?? one.cycle} ${one.servicePack ?? ''} ${one.inName ?? ''} ${edition}`,
        ),
      );
      expect(new Set(keys).size, product.id).toBe(keys.length);
    }
  });
});

describe('which table is used', () => {
  it('the newer one, and the tool’s own when the user’s cannot be read', async () => {
    const folder = await makeTempFolder();
    const file = path.join(folder, 'support-lifecycle.yaml');
    const own = (await ownTable()).reviewedOn;
    expect(await loadSupportTable(folder)).toMatchObject({ from: 'bundled' });
    await writeTable(file, '2030-01-01');
    const updated = await loadSupportTable(folder);
    expect([updated.from, updated.table.reviewedOn]).toEqual(['updated', '2030-01-01']);
    await writeTable(file, '2001-01-01');
    expect((await loadSupportTable(folder)).table.reviewedOn).toBe(own);
    await writeFile(file, 'products: [');
    const broken = await loadSupportTable(folder);
    expect(broken).toMatchObject({ from: 'bundled', updateUnusable: true });
    expect(describeTable(broken, own, 'vi').join('\n')).toContain('không đọc được');
  });

  it('is warned about past 180 days', async () => {
    const loaded = { table: { ...(await ownTable()), reviewedOn: '2026-01-01' }, from: 'bundled' };
    const notes = (day: string) =>
      describeTable({ ...loaded, from: 'bundled' }, day, 'vi').join('\n');
    expect(notes('2026-06-30')).not.toContain('ngày tuổi');
    expect(notes('2026-07-01')).toContain('181 ngày tuổi');
  });

  it('lies where oclif keeps a user’s data', () => {
    expect(userDataFolder({ RISPACS_DATA_DIR: '/a' }, 'linux')).toBe('/a');
    expect(userDataFolder({ XDG_DATA_HOME: '/x' }, 'linux')).toBe(path.join('/x', 'rispacs'));
    expect(userDataFolder({ LOCALAPPDATA: '/w' }, 'win32')).toBe(path.join('/w', 'rispacs'));
    expect(userDataFolder({}, 'linux')).toContain(path.join('.local', 'share', 'rispacs'));
  });
});

describe('lifecycle update', () => {
  it('takes a newer table byte for byte and tells what it lacks', async () => {
    const folder = await makeTempFolder();
    const file = path.join(folder, 'moi.json');
    await writeTable(file, '2030-01-01', 'ibm-db2');
    const data = path.join(folder, 'sau', 'hon');
    const update = await updateSupportTable(file, { language: 'vi', folder: data });
    expect(update).toMatchObject({ reviewedOn: '2030-01-01', lostProducts: ['ibm-db2'] });
    expect(await readFile(update.path)).toEqual(await readFile(file));
    expect((await loadSupportTable(data)).from).toBe('updated');
    await writeTable(file, '2029-12-31');
    const older = await refusal(updateSupportTable(file, { language: 'vi', folder: data }));
    expect(older.message).toContain('cũ hơn bảng đang dùng (2030-01-01)');
    expect((await loadSupportTable(data)).table.reviewedOn).toBe('2030-01-01');
  });

  it('refuses what is no table, with the place', async () => {
    const folder = await makeTempFolder();
    const given = path.join(folder, 'xau.yaml');
    const text = await readFile(tableFile, 'utf8');
    for (const [content, message, detail] of [
      ['kind: khac', 'đúng dạng', 'kind'],
      [text.replace('endOfSupport: 2034-11-14', 'endOfSupport: 14/11/2034'), 'đúng dạng', 'ngày'],
      [text.replace('2034-11-14', '2024-01-01'), 'đúng dạng', 'thứ tự'],
      [`${text}\nla: 1`, 'đúng dạng', 'la'],
      [`${'['.repeat(5_000)}`, 'đúng dạng', ''],
    ] as const) {
      await writeFile(given, content);
      const error = await refusal(updateSupportTable(given, { language: 'vi', folder }));
      expect(error.message).toContain(message);
      expect(error.details.join('\n')).toContain(detail);
    }
    const missing = await refusal(
      updateSupportTable(path.join(folder, 'khong-co.yaml'), { language: 'en', folder }),
    );
    expect(missing.message).toContain('Cannot read');
  });
});
