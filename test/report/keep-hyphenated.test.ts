import { describe, expect, it } from 'vitest';
import { keepHyphenated } from '../../src/report/keep-hyphenated.ts';

describe('words with a hyphen', () => {
  it('stay on one line, so that a PDF reader does not take the hyphen away', () => {
    expect(keepHyphenated('<td>Cổng của ws-02, HT-04</td>')).toBe(
      '<td>Cổng của <span class="nb">ws-02</span>, <span class="nb">HT-04</span></td>',
    );
  });

  it('may break when they are long: hashes and addresses must not run out of a column', () => {
    const long = `${'a'.repeat(30)}-${'b'.repeat(30)}`;
    expect(keepHyphenated(`<p>${long}</p>`)).toBe(`<p>${long}</p>`);
  });

  it('are left alone in attributes, styles, the title and pictures, and escapes stay whole', () => {
    const page =
      '<title>RIS-PACS</title><style>a{b-c:d-e}</style><p id="ht-03" class="a-b">&lt;x-y&gt;</p><svg><text>RIS-PACS</text></svg>';
    expect(keepHyphenated(page)).toBe(
      page.replace('&lt;x-y&gt;', '&lt;<span class="nb">x-y</span>&gt;'),
    );
  });
});
