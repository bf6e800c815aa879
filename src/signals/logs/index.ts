export { LogSection } from './LogSection';
export { linkLogs } from './links';
export { chooseTraceTarget } from './traceTarget';
