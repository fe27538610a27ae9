/** Everything the launch files say goes to standard error: standard output belongs to the command that is run. */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

/** Ends the process with a sentence that says what is wrong and what to do. */
export function giveUp(sentence, exitCode = 1) {
  say(sentence);
  process.exit(exitCode);
}
