import { Flags } from '@oclif/core';
import { bilingual } from '../../cli/bilingual-help.ts';
import { ProbeCommand } from '../../cli/probe-command.ts';

import { hostRoles } from '../../facility/roles.ts';

export default class ProbeHost extends ProbeCommand {
  static override summary = bilingual('Đọc cấu hình của chính máy này', 'Read this computer');
  static override examples = ['<%= config.bin %> probe host'];
  static override flags = {
    role: Flags.option({
      options: hostRoles,
      default: 'other' as const,
      summary: bilingual('Vai trò của máy', 'Role of the computer'),
    })(),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(ProbeHost);
    return this.probe(
      'host',
      { computers: [{ id: 'this', role: flags.role, thisComputer: true }] },
      ['observe'],
    );
  }
}
