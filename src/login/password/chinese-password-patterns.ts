/**
 * How passwords of Chinese speakers are put together, as data: pinyin phrases and names with lucky or loving
 * numbers behind them (520 1314 sounds like "I love you for a lifetime"), keyboard runs, and what complexity rules
 * bring forth. Written by hand after the published analyses of leaked lists; the products are in `chinese-passwords`.
 */

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Love, family, greetings, places: each is common alone and with a number behind it. */
export const pinyinPhrases = words(`
  woaini woaiwo woaiwojia woaiziji woaimama woaibaba woaibeijing woaizhongguo woaixuexi woaishenghuo woaini1 woaita
  woxihuanni woxiangni wodeai wodemima wodejia wodeyiqie wozuiai woshini woshishui woshizhu woshitiancai
  wobuzhidao wobuaini wobugaosuni wojiushiwo aini ainiyiwannian ainiyibeizi aiziji aiqing aishang aiwo
  laopo laopowoaini laogong laogongwoaini baobei baobeiwoaini qinaide qinqin tianxin haohao haohaoxuexi
  tiantianxiangshang xiexie xiexieni nihao nihaoma nihaoa nishishui nishizhu zaijian duibuqi meiguanxi mafan
  mima mima123 mimashi wangji wangjimima buzhidao suibian suiyuan suibianba kaixin kuaile xingfu pingan jiankang
  meili piaoliang shuaige meinv tiancai shagua bendan zhutou xiaozhu zhuzhu gougou maomi xiaomao xiaogou laohu
  tiankong taiyang yueliang xingxing dahai baiyun chuntian xiatian qiutian dongtian yongyuan yongheng weilai mengxiang
  zhongguo beijing shanghai guangzhou shenzhen chongqing tianjin wuhan nanjing hangzhou chengdu xian hunan sichuan
  mama baba gege jiejie didi meimei yeye nainai erzi nver haizi pengyou tongxue laoshi
  ceshi guanli yonghu denglu zhuce xitong gongsi caiwu renshi
`)

/** Surnames, names that everybody uses as an example, and the most frequent full names. */
export const pinyinNames = words(`
  wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang
  feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia
  zhong tian ren fan fang shi yao tan sheng zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long
  zhangsan lisi wangwu zhaoliu xiaoming xiaohong xiaohua xiaoli xiaowang xiaolong xiaoyu xiaobao
  zhangwei wangwei wangfang liwei lina zhangmin lijing wangjing liuwei wangxiuying zhangli lixiuying zhangjing
  zhangxiuying liqiang wangmin limin wanglei liuyang wangyan wangyong lijun zhangyong lijie zhangjie zhanglei
  wangqiang lijuan wangjun zhangyan zhangtao wangtao liyan wangchao liming liyong wangjuan liujie liumin lixia lili
  zhangjun wangjie zhangqiang wangxiulan wanggang wangping liufang liuyan liujun wanghui chenjing liuyong lingling
  lilei hanmeimei chenchen yangyang mingming longlong haohao tingting yuanyuan jingjing fangfang lingling huihui
`)

/** Behind every word. */
export const numberEndings = words(`
  1 12 123 1234 12345 123456 12345678 123456789 321 11 111 1111 111111 66 666 6666 666666 88 888 8888 888888 99 999 000
  007 110 112233 123123 123321 147258 168 518 520 521 1314 5201314 1314520
`)

/** Behind phrases, where the loving numbers and the years stand most. */
export const phraseEndings = words(`
  0 00 22 33 55 77 100 222 333 555 777 777777 999999 5201 521125 5211314 1314521 7758521 163 126 369 258 159357 168168
  2008 2010 2018 2020 2021 2022 2023 2024 2025 2026 1234567 1234567890
`)

/** What stands before a number: initials, keyboard neighbours, the names of services. */
export const letterBeginnings = words(`
  a aa aaa ab abc abcd abcde b bb c cc d e f g h j k l m n o p q qq qqq qw qwe qwer qwert qwerty r s t u v w ww www wx
  weixin wechat x y z zz zx zxc zxcv zxcvb zxcvbn as asd asdf asdfg qaz qazwsx admin root test user guest pass
  password passwd pwd love iloveyou taobao alipay zhifubao baidu tencent huawei xiaomi alibaba aliyun jd sina sohu
  wangyi alex king boss hello welcome super system manager master changeme
`)

export const numbersAlone = words(`
  5201314 1314520 52013141314 13145201314 5211314 1314521 5201314520 5203344 3344520 33445200 7758521 7758258 77585210
  7758520 584520 5845201314 5845211314 201314 2013145 1314 13141314 520520 520520520 521521 521125 520131 20131452
  147258 147258369 147852 147852369 258369 369258147 741852 741852963 963852741 159357 159753 357159 753951 951753
  112233 11223344 1122334455 123123123 123321 123321123 1234321 12344321 123454321 1234554321 123456654321 321321
  135790 13579 1357924680 24680 246810 2468013579 102030 101010 010203 121212 131313 141414 151515 123789 789456
  789456123 456789 456123 456456 789789 987654 987654321 9876543210 0987654321 168168 168888 188888 518518 518888
  888168 886886 998877 99887766 886688 668866 66668888 88886666 100200 100200300 110110 110120 119119 120120 119110
  5201314a 5201314aa 5201314abc 5201314qq 1314520a 123456a 123456aa 123456abc 123456q 123456qq 123456z 123456zxc
  123456asd 123456789a 123456789aa 123456789abc 123456789q 123456789qq 123456789z 123456789. 123456.. 123456. 12345678a
  12345678abc 1234567a 1234567890a 123abc 123qwe 123asd 123zxc 123qweasd 123qweasdzxc 1234qwer 1234abcd 12345qwert
  12345abc 1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 1qaz 2wsx3edc 3edc4rfv qaz123wsx
  0123456789 01234567 012345678 111222 111222333 111222tianya 111333 222333 333666 333444 555666 666999 666888 888999
  1a2b3c 1a2b3c4d a1b2c3 a1b2c3d4 a1s2d3 a1s2d3f4 q1w2e3 q1w2e3r4 q1w2e3r4t5 z1x2c3 z1x2c3v4 aaa111 abc111 qqq111
`)

/** What people write when capitals, numbers and special characters are demanded. */
export const complianceWords = words(`
  Aa123456 Aa123456. Aa123456! Aa123456@ Aa@123456 Aa1234567 Aa12345678 Aa123123 Aa112233 Aa111111 Aa123456789 Aa12345
  Abc123 Abc1234 Abc12345 Abc123456 Abc123! Abc@123 Abc@1234 Abc@12345 Abc@123456 Abc123@ Abc123456! Abcd1234 Abcd@1234
  Abcd123! Abcd1234! Admin123 Admin@123 Admin@1234 Admin@12345 Admin@123456 Admin123! Admin123456 Admin888 Admin@888
  admin@123 admin#123 admin!@# admin123!@# Root@123 root@123 Root123! root123456 Test@123 test@123 Test1234 Test@1234
  User@123 user@123 Pass@123 Pass@1234 Pass@word1 Passw0rd Passw0rd! P@ssw0rd P@ssword P@ssw0rd! P@ssw0rd1 P@ssw0rd123
  P@ssw0rd1234 P@55w0rd p@ssword123 Password1 Password1! Password123 Password@123 Password@1 Passwd@123 pa55w0rd
  Qwer1234 Qwer@1234 Qwer123! Qwe123456 Qwe@123 Qwe123!@# qwe123!@# QWE123!@# Qwerty123 Qwerty123! Qwerty@123 Qaz123456
  Qaz@123 qaz@123 Qazwsx123 Qazwsx@123 1qaz@WSX 1qaz!QAZ !QAZ2wsx !QAZ@WSX 1QAZ2wsx 1Qaz2wsx 1qaz@2wsx 2wsx@1qaz
  zaq1@WSX ZAQ!2wsx zaq12wsx ZAQ!xsw2 1qaz@WSX3edc !QAZ2wsx#EDC 123qwe!@# 123!@#qwe 123QWEasd 123qweASD 123qwe!@#QWE
  abc123!@# abc!@#123 ABC123!@# asd123!@# 123456!@# 123456@abc 123456Aa 123456Aa! 123456Aa@ 123456@Aa 123Abc 123Abc! 
  !@#$%^ !@#$%^& !@#$%^&* !@#123 !@#123qwe !@#qwe123 !@#QWE123 Huawei@123 Huawei12#$ Huawei@1234 Huawei123 Changeme_123
  Changeme123 Changeme@123 Admin@huawei admin@huawei.com Admin@huawei.com Aliyun@123 aliyun@123 Tencent@123 Xiaomi@123
  Baidu@123 H3c@123 H3C@123 h3capadmin Inspur@123 Lenovo@123 Welcome1 Welcome1! Welcome123 Welcome@123 Welcome@1
  Woaini1314 Woaini520 Woaini123 Woaini@520 Woaini@1314 Woaini1314. Woaini520! Zhang@123 Wang@123 Li@123456 Zhongguo@123
  Beijing@123 Shanghai@123 Beijing2008 Beijing2022 Mima@123 mima@123 Mima123456 Ceshi@123 ceshi123 Aa5201314 Aa1314520
  A123456 A123456a A123456. A123456! A12345678 a123456. a123456! a123456@ a.123456 a@123456 q.123456 w.123456 z.123456
  Zxc123 Zxc123456 Zxcvbnm123 Asd123 Asd123456 Asdf1234 Asdf@1234 Zaq12wsx Iloveyou1314 Iloveyou520 Test123456 Demo@123
`)
