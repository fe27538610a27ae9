import { join } from 'node:path';
import { temporaryFolder } from '../../libs/read-model/src/testing/project.js';
import { describeKills } from './kills.js';

describeKills('sqlite', () => {
  const folder = temporaryFolder();
  return Promise.resolve({
    url: `sqlite:${join(folder.path, 'read-model')}`,
    remove: () => Promise.resolve(folder.remove()),
  });
});
