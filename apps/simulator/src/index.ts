export type { CloudEvent } from './cloud-event.js';
export { loadEvents, loadLines, type LoadOptions, loadSetup } from './load.js';
export { assumptions, report } from './su7-2024.js';
export { type ScenarioOptions, su7Scenario } from './su7-scenario.js';
