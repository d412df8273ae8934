/**
 * The removal list as a Handlebars template. Its letterhead, margins and type are those of the permission letter's
 * style sheet, which is put in before {@link removalListStyles}.
 */
export const removalListTemplate = `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="rispacs {{toolVersion}}">
<title>Danh sách dữ liệu thử cần xóa</title>
<style>{{{css}}}</style>
</head>
<body>
<main>
{{#if simulated}}<p class="mark">DỮ LIỆU MÔ PHỎNG</p>{{/if}}
<header class="letterhead">
<div class="issuer">
{{#if superior}}<p>{{superior}}</p>{{/if}}
<p><strong><bdi>{{issuer}}</bdi></strong></p>
<div class="rule"></div>
</div>
<div class="nation">
<p><strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong></p>
<p class="motto"><strong>Độc lập - Tự do - Hạnh phúc</strong></p>
<p class="place"><em>{{place}}, ngày       tháng       năm           </em></p>
</div>
</header>
<h1>DANH SÁCH DỮ LIỆU THỬ CẦN XÓA</h1>
<p class="attached"><em>(Lập lúc {{listedAt}}, từ nhật ký của đợt đánh giá ngày {{assessedOn}})</em></p>
<section aria-label="Nội dung">
<p>Khi đo kiểm hệ thống RIS-PACS, công cụ rispacs (phiên bản {{toolVersion}}) đã gửi, hoặc có thể đã gửi, {{count}} mục dữ liệu thử dưới đây và chưa xác nhận được là đã xóa. Tất cả thuộc người bệnh giả định <strong>{{patient}}</strong>; không có dữ liệu của người bệnh thật. Đề nghị người quản trị tìm theo đúng định danh, xóa, đánh dấu kết quả và ký. Không xóa dữ liệu nào ngoài danh sách này.</p>
{{#if forward}}<p>{{forward}}</p>{{/if}}
</section>
<table class="removals">
<thead><tr><th scope="col">TT</th><th scope="col">Hệ thống, thời điểm</th><th scope="col">Dữ liệu thử và định danh</th><th scope="col">Việc cần làm</th><th scope="col">Kết quả; người xóa, giờ, chữ ký</th></tr></thead>
<tbody>{{#each rows}}<tr><td class="count">{{ordinal}}</td><th scope="row"><strong><bdi>{{system}}</bdi></strong>{{#if address}}<span class="line">{{address}}</span>{{/if}}<span class="line">Ghi nhật ký: {{when}}</span></th><td><span class="line"><strong>{{kind}}</strong></span>{{#each identifiers}}<span class="line">{{name}}:</span><span class="line"><bdi class="value">{{value}}</bdi></span>{{/each}}</td><td><span class="line">{{remove}}.</span><span class="line"><em>Tình trạng: {{known}}{{#if why}}; {{why}}{{/if}}.</em></span></td><td><span class="line"><span class="box"></span> Đã xóa</span><span class="line"><span class="box"></span> Không có trên hệ thống</span><span class="line"><span class="box"></span> Chưa xóa được</span><span class="sign"></span></td></tr>
{{/each}}</tbody>
</table>
<section aria-label="Ghi chú">
{{#if more}}<p>Còn {{more}} mục nữa không in ở đây; xem nhật ký side-effects.ndjson.</p>{{/if}}
{{#if foreign}}<p>{{foreign}}</p>{{/if}}
{{#if unreadable}}<p>{{unreadable}}</p>{{/if}}
<p>Sau khi xóa, chạy lại lệnh rispacs cleanup với hồ sơ này để công cụ kiểm tra lại. Mục nào công cụ không tự kiểm tra được thì quét danh sách đã ký này và ghi nhận vào hồ sơ bằng lệnh rispacs cleanup với --record-removal (tệp quét) và --by (họ tên người xóa).</p>
{{#if vendor}}<p class="small left">Đơn vị cung cấp hệ thống, khi cần hỗ trợ xóa: <bdi>{{vendor}}</bdi>. Đại diện ký: {{blank}}</p>{{/if}}
{{#if journalSha256}}<p class="small left">SHA-256 của side-effects.ndjson khi lập danh sách: <span class="value">{{journalSha256}}</span></p>{{/if}}
</section>
<section class="three-signatures" aria-label="Chữ ký">
<div><p><strong>NGƯỜI LẬP</strong></p><p class="note"><em>(Ngày, chữ ký, họ tên)</em></p><div class="space"></div></div>
<div><p><strong>NGƯỜI XÓA</strong></p><p class="note"><em>(Ngày, chữ ký, họ tên, chức vụ)</em></p><div class="space"></div>{{#if administrator}}<p><bdi>{{administrator}}</bdi></p>{{/if}}</div>
<div><p><strong>NGƯỜI XÁC NHẬN</strong></p><p class="note"><em>(Ngày, chữ ký, họ tên, chức vụ; đại diện khoa Chẩn đoán hình ảnh hoặc công nghệ thông tin)</em></p><div class="space"></div></div>
</section>
</main>
</body>
</html>
`;

/** What the list has beyond the letter. */
export const removalListStyles = `
.removals { font-size: 10.5pt; }
.removals thead th:nth-child(1) { width: 9mm; } .removals thead th:nth-child(2) { width: 36mm; } .removals thead th:nth-child(4) { width: 36mm; } .removals thead th:nth-child(5) { width: 30mm; }
.removals .sign { display: block; height: 16mm; }
.value { font-weight: bold; }
section > p.left { text-align: left; text-indent: 0; }
.three-signatures .space { height: 18mm; }
.three-signatures { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 5mm; margin-top: 5mm; break-inside: avoid; }
.three-signatures p { margin: 0; text-indent: 0; text-align: center; font-size: 12pt; } .three-signatures .note { font-size: 10.5pt; }
`;
