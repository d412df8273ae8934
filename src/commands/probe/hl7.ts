import { Flags } from '@oclif/core';
import { bilingual } from '../../cli/bilingual-help.ts';
import { ProbeCommand } from '../../cli/probe-command.ts';
import { endpointFlags, tlsEntry } from '../../cli/probe-flags.ts';
import { UserError } from '../../errors/user-error.ts';

export default class ProbeHl7 extends ProbeCommand {
  static override summary = bilingual(
    'Hỏi một điểm nối HL7 (MLLP hoặc HTTP)',
    'Ask one HL7 endpoint (MLLP or HTTP)',
  );
  static override examples = ['<%= config.bin %> probe hl7 --host 10.0.0.6 --port 2575'];
  static override flags = {
    ...endpointFlags,
    transport: Flags.option({
      options: ['mllp', 'http'] as const,
      default: 'mllp' as const,
      summary: bilingual('Cách truyền', 'Transport'),
    })(),
    path: Flags.string({
      summary: bilingual('Đường dẫn, với --transport http', 'Path, with --transport http'),
    }),
    send: Flags.option({
      options: ['nothing', 'query', 'test-order'] as const,
      default: 'nothing' as const,
      summary: bilingual(
        'nothing: chỉ mở kết nối; query: bản tin hỏi; test-order: gửi rồi hủy một chỉ định thử',
        'nothing: connect only; query: a query message; test-order: send and cancel a test order',
      ),
    })(),
    allow: Flags.option({
      options: ['active'] as const,
      summary: bilingual('Cho phép gửi dữ liệu thử', 'Allow test data to be sent'),
    })(),
    journal: Flags.string({
      default: 'rispacs-side-effects.ndjson',
      summary: bilingual(
        'Nhật ký dữ liệu thử, ghi trước khi gửi',
        'Journal of test data, written before it is sent',
      ),
    }),
    'hl7-version': Flags.option({
      options: ['2.3.1', '2.5.1', '2.7'] as const,
      default: '2.5.1' as const,
      summary: bilingual('Phiên bản HL7 gửi đi', 'HL7 version to send'),
    })(),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(ProbeHl7);
    const isActive = flags.send === 'test-order';
    if (isActive && flags.allow !== 'active') {
      throw new UserError(
        this.pick(
          '--send test-order gửi rồi hủy một chỉ định thử cho người bệnh giả; khi bệnh viện đã đồng ý, thêm --allow active.',
          '--send test-order sends and cancels a test order for the synthetic patient; once the hospital has agreed, add --allow active.',
        ),
      );
    }
    return this.probe(
      'hl7',
      {
        hl7: {
          endpoints: [
            {
              id: 'endpoint',
              transport: flags.transport,
              host: flags.host,
              port: flags.port,
              send: flags.send,
              version: flags['hl7-version'],
              ...(flags.path !== undefined && { path: flags.path }),
              ...tlsEntry(flags),
            },
          ],
        },
      },
      isActive ? ['observe', 'active'] : ['observe'],
      isActive ? flags.journal : undefined,
    );
  }
}
