import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { Article } from './article.tsx';
import { Home } from './home.tsx';
import { Missing } from './states.tsx';
import { Outcome } from './outcome.tsx';
import { useRoute } from './route.ts';
import { client } from './service.ts';
import './style.css';

function App() {
  const route = useRoute();
  return (
    <>
      <header className="site">
        <a href="#/">On the record</a>
        <p>Who said what, where it is written, and what came of it.</p>
      </header>
      {route.page === 'home' && <Home />}
      {route.page === 'article' && <Article key={route.slug} slug={route.slug} chosen={route.chosen} />}
      {route.page === 'outcome' && <Outcome key={route.slug} slug={route.slug} />}
      {route.page === 'unknown' && <Missing what="page" />}
    </>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Provider value={client}>
      <App />
    </Provider>
  </StrictMode>,
);
