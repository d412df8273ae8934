import { Flags } from '@oclif/core';
import { bilingual } from '../../cli/bilingual-help.ts';
import { ProbeCommand } from '../../cli/probe-command.ts';

export default class ProbeDicom extends ProbeCommand {
  static override summary = bilingual(
    'Hỏi một nút DICOM: association, C-ECHO, cú pháp truyền, C-FIND chỉ đếm',
    'Ask one DICOM node: association, C-ECHO, transfer syntaxes, C-FIND for counts',
  );
  static override examples = [
    '<%= config.bin %> probe dicom --host 10.0.0.5 --port 104 --called-ae PACS',
  ];
  static override flags = {
    host: Flags.string({
      required: true,
      summary: bilingual('Địa chỉ hoặc tên máy', 'Address or host name'),
    }),
    port: Flags.integer({
      required: true,
      min: 1,
      max: 65535,
      summary: bilingual('Cổng TCP', 'TCP port'),
    }),
    'called-ae': Flags.string({
      required: true,
      summary: bilingual('AE title của nút', 'AE title of the node'),
    }),
    'calling-ae': Flags.string({
      default: 'RISPACS',
      summary: bilingual('AE title của công cụ', 'AE title of this tool'),
    }),
    role: Flags.option({
      options: ['pacs', 'worklist', 'workstation', 'modality', 'archive'] as const,
      default: 'pacs' as const,
      summary: bilingual('Vai trò của nút', 'Role of the node'),
    })(),
    tls: Flags.boolean({
      default: false,
      summary: bilingual('Kết nối qua TLS', 'Connect over TLS'),
    }),
    ca: Flags.string({
      summary: bilingual('Tệp PEM của CA', 'PEM file of the CA'),
      dependsOn: ['tls'],
    }),
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
              ...(flags.tls && { tls: flags.ca === undefined ? {} : { ca: flags.ca } }),
            },
          ],
        },
      },
      ['observe'],
    );
  }
}
