import { Flags } from '@oclif/core';
import { bilingual } from '../../cli/bilingual-help.ts';
import { ProbeCommand } from '../../cli/probe-command.ts';
import { viewerKinds, viewerProfiles } from '../../facility/roles.ts';

export default class ProbeViewer extends ProbeCommand {
  static override summary = bilingual(
    'Mở ca thử thách trong trình xem ảnh trên web bằng trình duyệt thật: ảnh có hiện ra không',
    'Open the challenge study in a web viewer with a real browser: is its image shown',
  );
  static override description = bilingual(
    'Ca thử thách phải có trên PACS (rispacs challenge send). Các bước đăng nhập qua trang chỉ khai được trong tệp cơ sở, mục viewers.',
    'The challenge study has to be on the PACS (rispacs challenge send). Log-in steps through pages are declared in the facility file only, under viewers.',
  );
  static override examples = [
    '<%= config.bin %> probe viewer --url "https://xem.example.vn/viewer?StudyInstanceUIDs={studyInstanceUid}" --kind ohif --challenge thu-thach',
    '<%= config.bin %> probe viewer --url "https://xem.example.vn/xem/{accessionNumber}" --challenge thu-thach --profile phone',
  ];
  static override flags = {
    url: Flags.string({
      required: true,
      summary: bilingual(
        'Đường dẫn mở thẳng một ca, có {studyInstanceUid}, {accessionNumber}…',
        'A link that opens one study, with {studyInstanceUid}, {accessionNumber}…',
      ),
    }),
    challenge: Flags.string({
      required: true,
      summary: bilingual(
        'Thư mục do challenge make ghi ra',
        'The folder that challenge make wrote',
      ),
    }),
    kind: Flags.option({
      options: viewerKinds,
      default: 'link' as const,
      summary: bilingual(
        'Trình xem nào; link hoặc custom khi không có trong danh sách',
        'Which viewer; link or custom when it is not in the list',
      ),
    })(),
    profile: Flags.option({
      options: viewerProfiles,
      multiple: true,
      summary: bilingual('Loại màn hình; bỏ trống: cả ba', 'Screen; all three when left out'),
    })(),
    'also-opens': Flags.string({
      multiple: true,
      summary: bilingual(
        'Địa chỉ khác mà trình xem cần, ví dụ https://dangnhap.example.vn',
        'Another address that the viewer needs, such as https://login.example.vn',
      ),
    }),
    'wait-seconds': Flags.integer({
      default: 60,
      min: 5,
      max: 300,
      summary: bilingual('Chờ ảnh tối đa, giây', 'Longest wait for the image, seconds'),
    }),
    'allow-self-signed': Flags.boolean({
      default: false,
      summary: bilingual(
        'Vẫn mở khi chứng thư không được tin cậy',
        'Open in spite of a certificate that is not trusted',
      ),
    }),
    user: Flags.string({
      summary: bilingual('Tên đăng nhập HTTP', 'HTTP user name'),
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
    const { flags } = await this.parse(ProbeViewer);
    const password = flags['password-env'];
    return this.probe(
      'viewer',
      {
        challenge: { folder: flags.challenge },
        viewers: [
          {
            id: 'viewer',
            kind: flags.kind,
            url: flags.url,
            waitSeconds: flags['wait-seconds'],
            allowSelfSigned: flags['allow-self-signed'],
            ...(flags.profile !== undefined && { profiles: flags.profile }),
            ...(flags['also-opens'] !== undefined && { alsoOpens: flags['also-opens'] }),
            ...(flags.user !== undefined &&
              password !== undefined && {
                authorization: { user: flags.user, password: { env: password } },
              }),
          },
        ],
      },
      ['observe'],
    );
  }
}
