import { start } from './page/page.js';

const page = document.getElementById('page');
if (page) start(page);
