/** The projector's log; Nest's loggers and the console fit. */
export interface ProjectorLogger {
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
