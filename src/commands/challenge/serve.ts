import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';

export default class ChallengeServe extends BaseCommand {
  static override summary = bilingual(
    'Trình diễn có hướng dẫn trên ca thử thách, bằng một trang web nội bộ',
    'Guided demonstration on the challenge study, on a local web page',
  );
  static override description = bilingual(
    'Như challenge run, nhưng trên trình duyệt của máy này, của máy trạm hoặc của điện thoại: chụp màn hình, chọn hoặc dán ảnh, gõ mã, tích điểm đã thấy. Chỉ ai có đường dẫn riêng mới vào được, mỗi đường dẫn một trình duyệt. Không gọi ra Internet. Ctrl-C để dừng; mã thoát 0.',
    'As challenge run, but in a browser of this computer, a workstation or a phone: take, choose or paste pictures, type codes, tick what was seen. Only who has a link gets in, one browser for each. Nothing is asked of the Internet. Ctrl-C stops it, with exit code 0.',
  );
  static override examples = [
    '<%= config.bin %> challenge serve ho-so',
    '<%= config.bin %> challenge serve ho-so --host 192.168.10.25 --links 2',
    '<%= config.bin %> challenge serve ho-so --host 192.168.10.25 --name pacs-kt.benhvien.local --key khoa.pem --cert chung-chi.pem',
  ];
  static override args = {
    dossier: Args.string({
      required: true,
      description: bilingual('Thư mục hồ sơ', 'Dossier folder'),
    }),
  };
  static override flags = {
    challenge: Flags.string({
      summary: bilingual(
        'Thư mục do challenge make ghi ra, khi ca không được gửi bằng challenge send',
        'The folder that challenge make wrote, when the study was not sent by challenge send',
      ),
    }),
    host: Flags.string({
      default: '127.0.0.1',
      summary: bilingual(
        'Địa chỉ IP của máy này để lắng nghe; điện thoại cần địa chỉ trong mạng nội bộ',
        'IP address of this computer to listen on; phones need one of the local network',
      ),
    }),
    port: Flags.integer({
      default: 0,
      min: 0,
      max: 65535,
      summary: bilingual('Cổng; 0 = cổng còn trống', 'Port; 0 = a free one'),
    }),
    links: Flags.integer({
      default: 1,
      min: 1,
      max: 20,
      summary: bilingual(
        'Số đường dẫn riêng, mỗi người một',
        'Number of links, one for each person',
      ),
    }),
    'idle-minutes': Flags.integer({
      default: 240,
      min: 0,
      max: 1440,
      summary: bilingual(
        'Đóng trang khi không ai dùng trong chừng này phút; 0 = không tự đóng',
        'Close the page when nobody used it for so many minutes; 0 = never',
      ),
    }),
    key: Flags.string({
      summary: bilingual('Khóa riêng TLS (PEM)', 'TLS private key (PEM)'),
    }),
    cert: Flags.string({
      summary: bilingual('Chứng chỉ TLS (PEM)', 'TLS certificate (PEM)'),
    }),
    name: Flags.string({
      summary: bilingual(
        'Tên máy ghi trong đường dẫn và chứng chỉ, thay cho địa chỉ IP',
        'Name of this computer in the links and the certificate, in place of its IP address',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(ChallengeServe);
    const [{ serveWalk }, { fitLine }] = await Promise.all([
      import('../../walkthrough/web/index.ts'),
      import('../../cleanup/fit-line.ts'),
    ]);
    const { stdin, stdout, stderr } = process;
    const isJson = this.jsonEnabled();
    const say = (line: string): void => (isJson ? this.note(line) : this.log(line));
    const { lines, ...result } = await serveWalk({
      folder: args.dossier,
      challengeFolder: flags.challenge,
      host: flags.host,
      port: flags.port,
      name: flags.name,
      key: flags.key,
      cert: flags.cert,
      links: flags.links,
      idleMinutes: flags['idle-minutes'],
      language: this.language,
      signal: this.signal,
      input: stdin.isTTY === true ? stdin : undefined,
      qr: stdout.isTTY === true && !isJson ? { withColours: !process.env.NO_COLOR } : undefined,
      // A link must stay whole, to be copied.
      print: say,
      note: (line) => {
        for (const piece of fitLine(line, stderr.columns)) this.note(piece);
      },
    });
    for (const line of lines.flatMap((one) => fitLine(one, stdout.columns))) say(line);
    return result;
  }
}
