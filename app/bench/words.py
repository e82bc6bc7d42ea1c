"""Made-up text in three languages, always the same for the same seed.

Most words come from a short list, those at its front more often; the rest are names put together from syllables, so
that a search meets frequent and rare words alike.
"""

import random
from dataclasses import dataclass
from itertools import accumulate, product

RARE_SHARE = 0.3
RARE_NAMES = 3_000

ENGLISH = """
the we to and for in a of is on it with our every more could would team week order time before after stock shop floor
customer counter return parcel label box shelf scanner forklift pallet loading dock shift morning evening break room
light door ramp van driver route fuel charging bicycle parking canteen menu lunch coffee cup bottle paper printer form
signature office desk meeting agenda notes calendar phone message ticket answer question complaint refund invoice
discount price tag window display sign map training beginner mentor handbook checklist safety helmet glove first aid
cleaning waste recycling plastic cardboard energy heating water tap noise repair spare part tool cabinet key password
laptop screen software report spreadsheet chart budget supplier contract delivery forecast season holiday roster swap
weekend overtime survey feedback idea trial pilot result saving hour minute
"""
CHINESE = """
我们 可以 每天 顾客 门店 订单 时间 因为 所以 需要 仓库 货架 标签 包裹 退货 原因 扫描 叉车 托盘 装车 早班
晚班 休息 灯光 大门 坡道 司机 路线 充电 自行车 停车 食堂 菜单 午餐 咖啡 杯子 纸张 打印 表格 签字 办公室
会议 议程 记录 日历 电话 消息 工单 回复 问题 投诉 退款 发票 折扣 价格 橱窗 陈列 地图 培训 新人 导师 手册
清单 安全 头盔 手套 急救 清洁 垃圾 回收 塑料 纸箱 能源 暖气 饮水 噪音 维修 零件 工具 钥匙 密码 电脑 屏幕
软件 报告 图表 预算 供应商 合同 交货 预测 季节 假期 排班 换班 周末 加班 调查 反馈 建议 试行 结果 节省 小时
分钟
"""
THAI = """
เรา ทุก วัน ลูกค้า ร้าน คำสั่งซื้อ เวลา เพราะ ควร ต้อง คลังสินค้า ชั้นวาง ป้าย พัสดุ
คืนสินค้า เหตุผล สแกน รถยก พาเลท ขนของ กะเช้า กะดึก พัก แสงไฟ ประตู ทางลาด คนขับ เส้นทาง
ชาร์จ จักรยาน ที่จอดรถ โรงอาหาร เมนู อาหารกลางวัน กาแฟ แก้ว กระดาษ เครื่องพิมพ์
แบบฟอร์ม ลายเซ็น สำนักงาน ประชุม วาระ บันทึก ปฏิทิน โทรศัพท์ ข้อความ คำตอบ คำถาม
ร้องเรียน คืนเงิน ใบแจ้งหนี้ ส่วนลด ราคา หน้าร้าน แผนที่ อบรม พนักงานใหม่ พี่เลี้ยง
คู่มือ รายการ ความปลอดภัย หมวก ถุงมือ ทำความสะอาด ขยะ รีไซเคิล พลาสติก กล่อง พลังงาน
น้ำดื่ม เสียง ซ่อม อะไหล่ เครื่องมือ กุญแจ รหัสผ่าน คอมพิวเตอร์ หน้าจอ โปรแกรม รายงาน
งบประมาณ สัญญา จัดส่ง ฤดู วันหยุด ตารางงาน แลกกะ ล่วงเวลา สำรวจ ความเห็น ทดลอง ผลลัพธ์
ประหยัด ชั่วโมง นาที
"""


@dataclass(frozen=True)
class Tongue:
    """How one language's sentences are put together. `share` is how much of the company speaks it."""

    tag: str
    share: int
    words: str
    syllables: str
    space: str
    stop: str
    zone: str


TONGUES = (
    Tongue("en", 50, ENGLISH, "bar ten ko lim sa ver do run", " ", ". ", "Europe/London"),
    Tongue("zh-Hans", 25, CHINESE, "华 安 东 瑞 宁 江 北 明", "", "。", "Asia/Shanghai"),
    Tongue("th", 25, THAI, "บาง นา ทอง วัง ชัย ศรี ลำ คำ", "", " ", "Asia/Bangkok"),
)


class Writer:
    """Writes in one language."""

    def __init__(self, tongue: Tongue, rng: random.Random) -> None:
        self.tongue = tongue
        self._rng = rng
        self._rare = ["".join(parts).capitalize() for parts in product(tongue.syllables.split(), repeat=4)][:RARE_NAMES]
        self._words = tongue.words.split()
        self._often = list(accumulate(1 / (place + 4) for place in range(len(self._words))))

    def title(self) -> str:
        return self._sentence(4, 8)

    def line(self) -> str:
        return self._sentence(10, 18)

    def comment(self) -> str:
        return self._paragraph(1, 3)

    def body(self) -> str:
        return "\n\n".join(self._paragraph(2, 5) for _ in range(self._rng.randint(2, 4)))

    def name(self) -> str:
        first, second = self._rng.sample(self._rare, 2)
        return f"{first}{self.tongue.space}{second}"

    def pair(self) -> str:
        """Two words as somebody types them into the search field: neither the most frequent nor the rarest."""
        return " ".join(self._rng.sample(self._words[len(self._words) // 4 :], 2))

    def _paragraph(self, least: int, most: int) -> str:
        sentences = (self._sentence(6, 16) + self.tongue.stop for _ in range(self._rng.randint(least, most)))
        return "".join(sentences).strip()

    def _sentence(self, least: int, most: int) -> str:
        words = self._rng.choices(self._words, cum_weights=self._often, k=self._rng.randint(least, most))
        kept = (self._rng.choice(self._rare) if self._rng.random() < RARE_SHARE else word for word in words)
        whole = self.tongue.space.join(kept)
        return whole[0].upper() + whole[1:]
