import { Flags } from '@oclif/core';
import { bilingual } from '../../cli/bilingual-help.ts';
import { ProbeCommand } from '../../cli/probe-command.ts';
import { endpointFlags, tlsEntry } from '../../cli/probe-flags.ts';

import { dicomRoles } from '../../facility/roles.ts';

export default class ProbeDicom extends ProbeCommand {
  static override summary = bilingual(
    'Hỏi một nút DICOM: association, C-ECHO, cú pháp truyền, C-FIND chỉ đếm',
    'Ask one DICOM node: association, C-ECHO, transfer syntaxes, C-FIND for counts',
  );
  static override examples = [
    '<%= config.bin %> probe dicom --host 10.0.0.5 --port 104 --called-ae PACS',
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
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(ProbeDicom);
    return this.probe(
      'dicom',
      {
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
            },
          ],
        },
      },
      ['observe'],
    );
  }
}
