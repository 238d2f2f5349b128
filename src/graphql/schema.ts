// The schema, put together from its types.
import './scalars.ts';
import './types/thing.ts';
import './types/actor.ts';
import './types/anchor.ts';
import './types/article.ts';
import './types/correction.ts';
import './types/event.ts';
import './types/node.ts';
import './types/outcome.ts';
import './types/place.ts';
import './types/source.ts';
import './types/statement.ts';
import './types/topic.ts';
import './types/search.ts';
import './types/corpus.ts';
import './types/change.ts';
import { builder } from './builder.ts';

/** The executable schema. */
export const schema = builder.toSchema();
