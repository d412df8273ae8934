import { describe, expect, it } from 'vitest';
import { parseAutorun } from '../../src/media/find-viewer.ts';
import { readAll, writeMedium } from './support/make-medium.ts';

describe('a viewer', () => {
  it.each([
    ['nothing', { 'README.TXT': 'x' }, []],
    ['a program in the root', { 'VIEWER.EXE': 'x' }, ['windows-program']],
    ['a program far below', { 'A/B/C/VIEWER.EXE': 'x' }, []],
    ['a macOS program', { 'Viewer.app/Contents/Info.plist': 'x' }, ['mac-program']],
    ['a page in the root', { 'INDEX.HTM': 'x' }, ['web-page']],
    ['a page below', { 'HELP/INDEX.HTM': 'x' }, []],
    [
      'autorun and its program',
      { 'AUTORUN.INF': '[autorun]\r\nopen=BIN\\VIEW.EXE /x', 'BIN/VIEW.EXE': 'x' },
      ['autorun', 'windows-program'],
    ],
    [
      'autorun of a page, in other case',
      { 'autorun.inf': '[AutoRun]\nShellExecute = "start.html"', 'START.HTML': 'x' },
      ['autorun'],
    ],
  ])('by %s', async (_name, files, expected) => {
    const { medium } = await readAll(await writeMedium(files));
    expect(medium.viewer).toEqual({ signs: expected, autorunLeadsNowhere: false });
  });

  it('that autorun names but nobody burned is told', async () => {
    const files = { 'AUTORUN.INF': '[autorun]\nopen=VIEW.EXE' };
    const { medium } = await readAll(await writeMedium(files));
    expect(medium.viewer).toEqual({ signs: [], autorunLeadsNowhere: true });
  });
});

describe('autorun.inf', () => {
  it.each([
    ['[autorun]\nopen=a.exe', ['a.exe']],
    ['[autorun]\nicon=a.ico\nopen = "My Viewer\\a b.exe" -x', ['My Viewer', 'a b.exe']],
    ['[other]\nopen=a.exe', undefined],
    ['[autorun]\nopen=', undefined],
    ['[autorun]\nlabel=DICOM', undefined],
    ['', undefined],
  ])('%j starts %j', (text, expected) => {
    expect(parseAutorun(Buffer.from(text))).toEqual(expected);
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    expect(parseAutorun(wide)).toEqual(expected);
  });
});
