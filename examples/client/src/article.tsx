// An article with its marked statements: choose a mark, and see what the record knows of it.
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from './graphql.ts';
import { choose } from './route.ts';
import { Loading, Missing, Title, Unavailable } from './states.tsx';
import { Statement, StatementCard } from './statement.tsx';
import { dayOf } from './words.ts';

const ArticlePage = graphql(
  `
    query ArticlePage($slug: String!) {
      article(slug: $slug) {
        id
        headline
        description
        datePublished
        dateline
        byline
        inLanguage
        independentSourceCount
        articleBodyHtml(marked: true)
        corrections {
          id
          text
          dateCreated
        }
        statements(first: 100, orderBy: { field: READING_ORDER, direction: ASC }) {
          nodes {
            id
            ...StatementCard
          }
        }
      }
    }
  `,
  [StatementCard],
);

interface ArticleProps {
  readonly slug: string;
  /** Ids of statements. */
  readonly chosen: readonly string[];
}

export function Article({ slug, chosen }: ArticleProps) {
  const [{ data, error }] = useQuery({ query: ArticlePage, variables: { slug } });
  const panel = useRef<HTMLElement>(null);
  useEffect(() => void panel.current?.scrollTo(0, 0), [chosen.join()]);
  if (!data) return error ? <Unavailable error={error} /> : <Loading />;
  const { article } = data;
  if (!article) return <Missing what="article" />;
  const statements = article.statements.nodes.filter(({ id }) => chosen.includes(id));
  return (
    <main className="reading" onKeyDown={({ key }) => key === 'Escape' && choose(slug, [])}>
      <article lang={article.inLanguage}>
        <p className="quiet" lang="en">
          <time dateTime={article.datePublished}>{dayOf(article.datePublished)}</time>
          {article.dateline && ` · ${article.dateline}`}
          {article.byline && ` · ${article.byline}`}
        </p>
        <Title>{article.headline}</Title>
        {article.description && <p className="standfirst">{article.description}</p>}
        {article.corrections.map(({ id, text, dateCreated }) => (
          <p key={id} className="correction">
            <strong lang="en">Correction of {dayOf(dateCreated)}.</strong> {text}
          </p>
        ))}
        <Hint />
        <Body html={article.articleBodyHtml} chosen={chosen} onChoose={(ids) => choose(slug, ids)} />
      </article>
      <aside
        ref={panel}
        className="panel"
        aria-label="The chosen statement"
        aria-live="polite"
        data-open={chosen.length > 0}
      >
        {statements.length === 0 ? (
          <Hint />
        ) : (
          <button type="button" className="close" onClick={() => choose(slug, [])}>
            Close
          </button>
        )}
        {statements.map((statement) => (
          <Statement key={statement.id} of={statement} />
        ))}
      </aside>
    </main>
  );
}

/** Above the text on a narrow page, in the panel beside it on a wide one. */
function Hint() {
  return (
    <p className="hint" lang="en">
      <mark>Marked words</mark> are statements on the record. Choose one to see who said it, how it reached
      the page, and what answered it.
    </p>
  );
}

interface BodyProps {
  /** As the service gives it: it has escaped all that authors wrote. */
  readonly html: string;
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}

function Body({ html, chosen, onChoose }: BodyProps) {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    for (const mark of marksOf(body.current)) {
      const isChosen = idsOf(mark).some((id) => chosen.includes(id));
      mark.tabIndex = 0;
      mark.role = 'button';
      mark.ariaPressed = String(isChosen);
    }
  }, [html, chosen]);
  const first = chosen[0];
  const last = useRef<HTMLElement>(null);
  useEffect(() => {
    if (first) {
      last.current = [...marksOf(body.current)].find((mark) => idsOf(mark).includes(first)) ?? null;
      // A link may lead to words further down, and on a narrow page the statement would cover its words.
      last.current?.scrollIntoView({ block: 'nearest' });
    }
    // What had the focus has gone with the statement that was shown before.
    if (document.activeElement === document.body) last.current?.focus({ preventScroll: true });
  }, [first]);

  const chooseAt = (event: MouseEvent | KeyboardEvent) => {
    const mark = (event.target as Element).closest<HTMLElement>('mark[data-statement]');
    if (mark) onChoose(mark.ariaPressed === 'true' ? [] : idsOf(mark));
  };
  const chooseByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    chooseAt(event);
  };
  // An object of its own for each text only, so that React does not write the same text again and lose the marks' state.
  const [content] = useState({ __html: html });
  return (
    <div
      ref={body}
      className="body"
      onClick={chooseAt}
      onKeyDown={chooseByKey}
      dangerouslySetInnerHTML={content}
    />
  );
}

function marksOf(body: HTMLElement | null): Iterable<HTMLElement> {
  return body?.querySelectorAll<HTMLElement>('mark[data-statement]') ?? [];
}

function idsOf(mark: HTMLElement): string[] {
  return mark.dataset.statement?.split(' ') ?? [];
}
