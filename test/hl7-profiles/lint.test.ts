import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { loadProfiles } from '../../src/hl7-profiles/load-profiles.ts';
import { resolveProfiles } from '../../src/hl7-profiles/resolve-profiles.ts';
import { type ProfileFile, profileFileSchema } from '../../src/hl7-profiles/schema.ts';

const name = { vi: 'tên', en: 'name' };
const stated = { name, severity: 'fail', source: { of: 's' }, verified: true };

function file(change: object = {}): ProfileFile {
  return profileFileSchema.parse({
    id: 'one',
    title: name,
    sources: {
      s: { title: name, url: 'https://example.org/' },
      unread: { title: name },
      practice: { title: name, url: 'https://example.org/', unwritten: true },
    },
    tables: { t: { title: name, values: ['A'] } },
    ...change,
  });
}

const rule = (change: object): ProfileFile =>
  file({ rules: [{ id: 'r', path: 'PID-3', usage: 'R', ...stated, ...change }] });
const problemsOf = (...files: readonly ProfileFile[]): string[] =>
  resolveProfiles(files).problems.map(({ message }) => message);

describe('linting profiles', () => {
  it.each<[string, ProfileFile, RegExp]>([
    ['a source that is not there', rule({ source: { of: 'nobody' } }), /no source "nobody"/],
    ['a table that is not there', rule({ table: 'nothing' }), /no table "nothing"/],
    ['verified without an address', rule({ source: { of: 'unread' } }), /no address/],
    ['verified where there is no text', rule({ source: { of: 'practice' } }), /no address/],
    ['a condition without one', rule({ usage: 'C' }), /needs when/],
    ['an order of fields', rule({ after: ['MSH'] }), /after does not go with/],
    ['a table of segments', rule({ path: 'PID', table: 't' }), /table does not go with/],
    ['a value that must not be there', rule({ usage: 'X', table: 't' }), /not looked at/],
    ['a broken pattern', rule({ pattern: '(' }), /not a pattern/],
    ['a pattern that can take for ever', rule({ pattern: '(a+)+' }), /repetition inside/],
    ['where in another segment', rule({ where: [{ path: 'PV1-2', in: ['O'] }] }), /outside PID/],
    [
      'two rules of a name',
      file({ rules: [1, 2].map(() => ({ id: 'r', path: 'PID', usage: 'R', ...stated })) }),
      /twice/,
    ],
    [
      'a finding we do not make',
      file({ encoding: [{ finding: 'hm', ...stated }] }),
      /not a finding/,
    ],
    ['an unknown parent', file({ extends: 'nobody' }), /no profile "nobody"/],
    ['itself as parent', file({ extends: 'one' }), /extends itself/],
  ])('tells %s', (_, profile, expected) => {
    expect(problemsOf(profile)).toEqual([expect.stringMatching(expected)]);
  });

  it('tells two profiles of a name, and two for the same message', () => {
    expect(problemsOf(file(), file())).toEqual([expect.stringMatching(/appears twice/)]);
    const applies = [{ message: 'ORU^R01', versions: ['2.7'] }];
    expect(problemsOf(file({ applies }), file({ id: 'two', applies }))).toEqual([
      expect.stringMatching(/ORU\^R01 2.7 is claimed by one/),
    ]);
  });

  it('lowers a rule that rejects without its text having been read, and lets a child take its place', () => {
    const parent = rule({ verified: false, source: { of: 'unread' } });
    const child = file({
      id: 'two',
      extends: 'one',
      sources: {},
      rules: [{ id: 'r', path: 'PID-3', usage: 'RE', ...stated, severity: 'info' }],
    });
    const { profiles, problems } = resolveProfiles([parent, child]);
    expect(problems).toEqual([]);
    expect(
      profiles.map(({ rules }) => rules.map(({ usage, severity }) => [usage, severity])),
    ).toEqual([[['R', 'warn']], [['RE', 'info']]]);
  });

  it.each([
    { path: 'pid-3' },
    { path: 'PID.3' },
    { path: 'PID[2]-3' },
    { usage: 'O' },
    { when: [{ path: 'PID-3' }] },
    { when: [{ path: 'PID', present: true }] },
    { format: ['anything'] },
    { verified: undefined },
    { typo: 1 },
  ])('the schema refuses %j', (change) => {
    expect(() => rule(change)).toThrow();
  });
});

describe('loading profiles', () => {
  const folders: string[] = [];
  afterEach(async () => {
    await Promise.all(folders.splice(0).map((one) => rm(one, { recursive: true })));
  });

  async function load(text: string, fileName = 'mine.yaml'): Promise<UserError> {
    const folder = await mkdtemp(path.join(tmpdir(), 'hl7-profiles-'));
    folders.push(folder);
    await writeFile(path.join(folder, fileName), text);
    const error = await loadProfiles('en', folder).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof UserError)) throw new Error(`not a UserError: ${String(error)}`);
    return error;
  }

  it('names file and line of what is wrong', async () => {
    const wrong = await load('id: mine\ntitle: {vi: a, en: b}\nrules:\n  - {id: r, paht: PID}\n');
    expect(wrong.details.join('\n')).toMatch(/mine\.yaml:4:.*paht/);
    const other = await load('id: other\ntitle: {vi: a, en: b}\n');
    expect(other.message).toMatch(/must be the name of the file/);
    const unresolved = await load('id: mine\ntitle: {vi: a, en: b}\nextends: nobody\n');
    expect(unresolved.details).toEqual([expect.stringMatching(/^mine: .*nobody/)]);
  });

  it('tells a folder that is not there', async () => {
    await expect(loadProfiles('vi', '/nowhere/at/all')).rejects.toThrow(UserError);
  });
});
