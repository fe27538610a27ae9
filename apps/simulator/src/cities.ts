/** 59 Chinese cities, the number the network is to reach; the scenario opens sites in the first ones. */
export const cities = (
  'Beijing Shanghai Shenzhen Guangzhou Hangzhou Chengdu Wuhan Nanjing Suzhou Chongqing Tianjin Xian ' +
  'Changsha Zhengzhou Qingdao Hefei Ningbo Dongguan Foshan Wuxi Jinan Xiamen Fuzhou Kunming Shenyang ' +
  'Dalian Harbin Changchun Shijiazhuang Nanning Guiyang Nanchang Taiyuan Urumqi Lanzhou Haikou Hohhot ' +
  'Yinchuan Xining Wenzhou Changzhou Nantong Xuzhou Jiaxing Shaoxing Jinhua Taizhou Yantai Weifang ' +
  'Linyi Luoyang Quanzhou Zhuhai Zhongshan Huizhou Yangzhou Tangshan Baoding Sanya'
).split(' ');
