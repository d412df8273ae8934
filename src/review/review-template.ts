/** A correct review file with every field: shown as an example beside problems. A test holds it against the schema. */
export const reviewTemplate = `schemaVersion: 1
council:
  kind: facility  # facility: Hội đồng của cơ sở; inter-sectoral: Hội đồng liên ngành / own council, or the inter-sectoral one
  name: "Hội đồng thẩm định mức RIS-PACS"  # tên Hội đồng / name of the council
  decision: {number: "123/QĐ-BV", date: 2026-11-02, issuer: "Giám đốc Bệnh viện"}  # quyết định thành lập / the decision that set it up
  # bodies: ["Sở Y tế", "Bảo hiểm xã hội Việt Nam"]  # cơ quan có đại diện, thay cho danh mục sẵn có / bodies represented, instead of the list that comes with the tool
  members:
    - id: tv1  # mã ngắn, dùng lại ở dưới / a short id, used again below
      name: "Trần Thị B"  # họ và tên / full name
      position: "Phó Giám đốc"  # chức vụ / post
      organisation: "Bệnh viện A"  # cơ quan / body
      duty: chair  # chair, deputy, secretary hoặc member / or member
      present: true  # có mặt / present
meeting: {date: 2026-11-22, from: "08:30", to: "11:00", place: "Phòng họp số 1"}  # buổi họp / the meeting
opinions:
  - {member: tv1, criteria: all, opinion: agree, date: 2026-11-22}  # đồng ý với mọi tiêu chí chưa nêu riêng / agrees with all not named apart
  - member: tv1
    criteria: [ht-03]  # mã tiêu chí / ids of criteria
    opinion: disagree  # agree, disagree hoặc ask / or ask
    reason: "Cổng máy trạm phòng 5 chưa được đo."  # lý do, bắt buộc nếu không phải agree / needed unless it is agree
    proposes: undetermined  # kết quả mà thành viên đề nghị / the outcome that the member would give
    date: 2026-11-22
votes:
  - {member: tv1, vote: for, date: 2026-11-22}  # for, against hoặc abstain / or abstain
`;
