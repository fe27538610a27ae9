import { hello } from '@plant-ledger/domain';
console.log(hello(1), process.version);
