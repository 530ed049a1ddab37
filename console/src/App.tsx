import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { statusQuestion } from './api/questions';
import { Cases } from './pages/cases/Cases';
import { Missing } from './pages/entry/Missing';
import { SignIn } from './pages/entry/SignIn';
import { Stock } from './pages/stock/Stock';
import { Today } from './pages/today/Today';
import { Loading } from './parts/states';
import { Frame } from './shell/Frame';
import { useLiveness } from './shell/liveness';

const Sku = lazy(() => import('./pages/stock/Sku'));

/** Every page has an address; what is looked for is part of it. */
export function App() {
  return (
    <Routes>
      <Route path="/sign-in" element={<SignIn />} />
      <Route element={<Guarded />}>
        <Route index element={<Today />} />
        <Route path="stock" element={<Stock />} />
        <Route path="stock/:sku" element={<Later of={<Sku />} />} />
        <Route path="cases" element={<Cases />} />
        <Route path="cases/:id" element={<Cases />} />
        <Route path="*" element={<Missing />} />
      </Route>
    </Routes>
  );
}

function Later({ of }: { of: React.ReactNode }) {
  return <Suspense fallback={<Loading />}>{of}</Suspense>;
}

/** Whoever the hub does not know is asked at the door, and comes back to where he was going. */
function Guarded() {
  const { isSignedOut } = useLiveness();
  const location = useLocation();
  const { isPending } = useQuery(statusQuestion);
  if (isSignedOut) {
    return <Navigate to={`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`} replace />;
  }
  return isPending ? <Loading label="Asking the hub" /> : <Frame />;
}
