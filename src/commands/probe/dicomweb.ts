import { Flags } from '@oclif/core';
import { bilingual } from '../../cli/bilingual-help.ts';
import { ProbeCommand } from '../../cli/probe-command.ts';

export default class ProbeDicomweb extends ProbeCommand {
  static override summary = bilingual(
    'Hỏi một điểm DICOMweb: có đòi đăng nhập không, TLS, QIDO-RS chỉ đếm',
    'Ask one DICOMweb endpoint: whether it wants a sign-in, TLS, QIDO-RS for counts',
  );
  static override examples = [
    '<%= config.bin %> probe dicomweb --url https://pacs.example.vn/dicom-web',
    '<%= config.bin %> probe dicomweb --url https://pacs.example.vn/dicom-web --bearer-env PACS_TOKEN',
  ];
  static override flags = {
    url: Flags.string({
      required: true,
      summary: bilingual('Địa chỉ đứng trước /studies', 'The address in front of /studies'),
    }),
    ca: Flags.string({ summary: bilingual('Tệp PEM của CA nội bộ', 'PEM file of an internal CA') }),
    'bearer-env': Flags.string({
      summary: bilingual(
        'Biến môi trường chứa token đăng nhập',
        'Environment variable that holds the token to sign in with',
      ),
      exclusive: ['user'],
    }),
    user: Flags.string({
      summary: bilingual('Tên đăng nhập', 'User name'),
      dependsOn: ['password-env'],
    }),
    'password-env': Flags.string({
      summary: bilingual(
        'Biến môi trường chứa mật khẩu',
        'Environment variable that holds the password',
      ),
      dependsOn: ['user'],
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(ProbeDicomweb);
    const bearer = flags['bearer-env'];
    const password = flags['password-env'];
    return this.probe(
      'dicomweb',
      {
        dicomweb: {
          endpoints: [
            {
              id: 'dicomweb',
              url: flags.url,
              ...(flags.ca !== undefined && { tls: { ca: flags.ca } }),
              ...(bearer !== undefined && { authorization: { bearer: { env: bearer } } }),
              ...(flags.user !== undefined &&
                password !== undefined && {
                  authorization: { user: flags.user, password: { env: password } },
                }),
            },
          ],
        },
      },
      ['observe'],
    );
  }
}
