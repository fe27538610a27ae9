export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d0d4da, #3a3f47); --quiet: light-dark(#555b66, #a6adb8); --code: light-dark(#f3f4f6, #23272e); }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 64rem; margin: 0 auto; padding: 1rem; background: light-dark(#fff, #16191d); color: light-dark(#1b1f24, #e6e8eb); }
a { color: light-dark(#0b57a4, #8ab8f0); }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; font-size: 1.25rem; } nav h2 { margin: 1rem 0 0; font-size: 1rem; }
nav ul { list-style: none; padding: 0; margin: 0; } nav li { color: var(--quiet); }
section { border-top: 1px solid var(--line); padding: .5rem 0; scroll-margin-top: 1rem; }
h3 { font-size: 1.05rem; overflow-wrap: anywhere; }
.method { font: 600 .8rem/1 ui-monospace, monospace; border: 1px solid currentcolor; border-radius: .25rem; padding: .1rem .35rem; }
code, pre { font: .875rem/1.45 ui-monospace, monospace; background: var(--code); border-radius: .25rem; overflow-wrap: anywhere; }
code { padding: .05rem .25rem; } pre { padding: .75rem; overflow: auto; max-height: 24rem; }
details { margin: .35rem 0; } summary { cursor: pointer; } .content { margin: .25rem 0 .75rem 1rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
@media print { details { display: block; } }
`;
