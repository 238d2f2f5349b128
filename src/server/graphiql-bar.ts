// What stands above GraphiQL: the way home, the questions of the guide, and the schema as a file. It needs no script.
import { escapeHtml } from './pages.ts';
import type { Chapter } from './questions.ts';

const style = `
  body { margin: 0; display: flex; flex-direction: column; height: 100vh; overflow: hidden; }
  #root { flex: 1; min-height: 0; height: auto; }
  #root > *, .graphiql-container { height: 100% !important; }
  .graphiql-logo { display: none; }
  .bar, .questions {
    color-scheme: light dark;
    --ink: light-dark(#1d1b18, #f0ece5);
    --quiet: light-dark(#635d54, #aaa398);
    --line: light-dark(#e2dcd2, #3d3a35);
    --mark: light-dark(#b3261e, #ff8a7d);
    --hover: light-dark(#f3efe9, #2b2925);
    background: light-dark(#ffffff, #212a3b);
    color: var(--ink);
    font: 15px/1.4 system-ui, sans-serif;
  }
  .graphiql-light :is(.bar, .questions) { color-scheme: light; }
  .graphiql-dark :is(.bar, .questions) { color-scheme: dark; }
  .bar { display: flex; align-items: center; gap: 4px; padding: 6px 16px; border-bottom: 1px solid var(--line); overflow-x: auto; }
  .bar :is(a, button) {
    padding: 6px 12px; border: 0; border-radius: 6px; background: none; color: var(--ink); font: inherit;
    text-decoration: none; cursor: pointer; white-space: nowrap;
  }
  .bar :is(a, button):hover, .questions a:hover { background: var(--hover); }
  .bar :is(a, button):focus-visible, .questions a:focus-visible { outline: 2px solid var(--mark); outline-offset: -2px; }
  .bar .home { display: flex; align-items: center; gap: 8px; margin-right: 8px; padding-left: 0; font-weight: 600; }
  .bar .home svg { width: 22px; height: 22px; }
  .questions {
    position: fixed; inset: 50px auto auto 16px; box-sizing: border-box; width: min(640px, calc(100vw - 32px));
    max-height: calc(100vh - 66px); margin: 0; padding: 8px 16px 16px; overflow: auto;
    border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 8px 32px rgb(0 0 0 / 0.2);
  }
  .questions p { margin: 8px 8px 0; color: var(--quiet); }
  .questions h2 { margin: 16px 8px 4px; color: var(--quiet); font: 600 13px/1.4 system-ui, sans-serif; }
  .questions ul { margin: 0; padding: 0; list-style: none; }
  .questions a { display: block; padding: 5px 8px; border-radius: 6px; color: var(--ink); text-decoration: none; }
`;

/** The style for the head of the page, and the bar for the beginning of its body. `icon` is an SVG. */
export function graphiqlBar(
  endpoint: string,
  icon: string,
  chapters: readonly Chapter[],
): { readonly head: string; readonly body: string } {
  const menu = chapters.length > 0;
  const body = `<nav class="bar" aria-label="onrecord">
<a class="home" href="/" title="Start page">${icon}onrecord</a>
${menu ? '<button type="button" popovertarget="questions">Questions to ask ▾</button>' : ''}
<a href="/schema.graphql" download title="For code generators and editors">Download the schema</a>
</nav>
${menu ? `<div id="questions" class="questions" popover>\n${menuOf(endpoint, chapters)}\n</div>` : ''}`;
  return { head: `<style>${style}</style>`, body };
}

function menuOf(endpoint: string, chapters: readonly Chapter[]): string {
  const parts = chapters.map(
    ({ title, questions }) =>
      `<h2>${escapeHtml(title)}</h2>\n<ul>\n${questions
        .map(
          // GraphiQL takes what the address says into a tab of its own, beside those that are open.
          (question) =>
            `<li><a href="${endpoint}?${new URLSearchParams({ query: question.query }).toString().replaceAll('&', '&amp;')}">${escapeHtml(question.title)}</a></li>`,
        )
        .join('\n')}\n</ul>`,
  );
  return `<p>Each opens in a tab of its own, and is asked of the content that comes with onrecord.</p>\n${parts.join('\n')}`;
}
