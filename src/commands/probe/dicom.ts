import { Flags } from '@oclif/core';
import { bilingual } from '../../cli/bilingual-help.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { ProbeCommand } from '../../cli/probe-command.ts';
import { endpointFlags, tlsEntry } from '../../cli/probe-flags.ts';
import type { EvidenceRecord } from '../../evidence/evidence.ts';
import { dicomRoles } from '../../facility/roles.ts';

export default class ProbeDicom extends ProbeCommand {
  static override summary = bilingual(
    'Hỏi một nút DICOM: C-ECHO, lớp SOP và cú pháp truyền, C-FIND chỉ đếm, kiểm soát AE, TLS',
    'Ask one DICOM node: C-ECHO, SOP classes and transfer syntaxes, C-FIND for counts, AE control, TLS',
  );
  static override examples = [
    '<%= config.bin %> probe dicom --host 10.0.0.5 --port 104 --called-ae PACS',
    '<%= config.bin %> probe dicom --host 10.0.0.5 --port 104 --called-ae PACS --claims tuyen-bo.csv',
  ];
  static override flags = {
    ...endpointFlags,
    'called-ae': Flags.string({
      required: true,
      summary: bilingual('AE title của nút', 'AE title of the node'),
    }),
    'calling-ae': Flags.string({
      default: 'RISPACS',
      summary: bilingual('AE title của công cụ', 'AE title of this tool'),
    }),
    role: Flags.option({
      options: dicomRoles,
      default: 'pacs' as const,
      summary: bilingual('Vai trò của nút', 'Role of the node'),
    })(),
    claims: Flags.string({
      summary: bilingual(
        'Tệp CSV của tuyên bố phù hợp: sop_class,role,transfer_syntax',
        'CSV file of the conformance statement: sop_class,role,transfer_syntax',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(ProbeDicom);
    const { probeByHand } = await import('../../cli/probe-by-hand.ts');
    const { evidence, bugs } = await probeByHand({
      probe: 'dicom',
      facility: {
        dicom: {
          callingAe: flags['calling-ae'],
          nodes: [
            {
              id: 'node',
              role: flags.role,
              host: flags.host,
              port: flags.port,
              calledAe: flags['called-ae'],
              ...tlsEntry(flags),
              ...(flags.claims !== undefined && { claims: flags.claims }),
            },
          ],
        },
      },
      allowed: ['observe'],
      language: this.language,
      signal: this.signal,
    });
    for (const record of evidence)
      for (const line of await this.tell(record))
        for (const part of wrap(line, process.stdout.columns ?? 0)) this.log(part);
    if (bugs.length > 0) {
      process.exitCode = exitCodes.bug;
      if (flags.verbose)
        for (const bug of bugs)
          this.note(bug instanceof Error ? (bug.stack ?? bug.message) : String(bug));
    }
    return { evidence };
  }

  /** The record as every probe shows it, but for the groups that this probe puts into words of its own. */
  private async tell(record: EvidenceRecord): Promise<string[]> {
    const [{ describeRecords }, { tellFacts, toldGroups }] = await Promise.all([
      import('../../cli/describe-records.ts'),
      import('../../probes/dicom/tell-facts.ts'),
    ]);
    if (record.kind !== 'probe' || record.state !== 'observed')
      return describeRecords([record], this.language);
    const facts = Object.fromEntries(
      Object.entries(record.facts).filter(([group]) => !toldGroups.includes(group)),
    );
    return [
      ...describeRecords([{ ...record, facts, notes: [] }], this.language),
      ...tellFacts(record.facts, this.language).map((line) => `  ${line}`),
      ...record.notes.map((note) => `  ${note}`),
    ];
  }
}

/** A long line over several of a terminal's width, the later ones further in; whole where there is no terminal. */
function wrap(line: string, columns: number): string[] {
  if (columns < 40 || line.length < columns) return [line];
  const margin = ' '.repeat((/^ */.exec(line)?.[0].length ?? 0) + 2);
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/(?<=\S) /)) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && longer.length >= columns) {
      lines.push(current);
      current = `${margin}${word}`;
    } else current = longer;
  }
  return [...lines, current];
}
