import { lazy, type ReactNode, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { AuditLog } from './pages/audit/AuditLog';
import { Cases } from './pages/cases/Cases';
import { Connections } from './pages/connections/Connections';
import { FirstRun } from './pages/entry/FirstRun';
import { Missing } from './pages/entry/Missing';
import { SignIn } from './pages/entry/SignIn';
import { Journal } from './pages/journal/Journal';
import { Orders } from './pages/orders/Orders';
import { Parity } from './pages/parity/Parity';
import { Runbook, Runbooks } from './pages/runbooks/Runbooks';
import { Stock } from './pages/stock/Stock';
import { Today } from './pages/today/Today';
import { Loading } from './parts/states';
import { Frame } from './shell/Frame';
import { Guarded } from './shell/session';

const Sku = lazy(() => import('./pages/stock/Sku'));
const Order = lazy(() => import('./pages/orders/Order'));
const Run = lazy(() => import('./pages/parity/Run'));
const Message = lazy(() => import('./pages/journal/Message'));
const Contract = lazy(() => import('./pages/contract/Contract'));
const Checks = lazy(() => import('./pages/checks/Checks'));
const Estate = lazy(() => import('./pages/estate/Estate'));
const People = lazy(() => import('./pages/people/People'));
const OwnPassword = lazy(() => import('./pages/entry/OwnPassword'));

/** Every page has an address; what is looked for is part of it. */
export function App() {
  return (
    <Routes>
      <Route path="/sign-in" element={<SignIn />} />
      <Route path="/first-run" element={<FirstRun />} />
      <Route
        element={
          <Guarded>
            <Frame />
          </Guarded>
        }
      >
        <Route index element={<Today />} />
        <Route path="cases" element={<Cases />} />
        <Route path="cases/:id" element={<Cases />} />
        <Route path="parity" element={<Parity />} />
        <Route path="parity/:id" element={<Later of={<Run />} />} />
        <Route path="stock" element={<Stock />} />
        <Route path="stock/:sku" element={<Later of={<Sku />} />} />
        <Route path="orders" element={<Orders />} />
        <Route path="orders/:id" element={<Later of={<Order />} />} />
        <Route path="contract" element={<Later of={<Contract />} />} />
        <Route path="checks" element={<Later of={<Checks />} />} />
        <Route path="runbooks" element={<Runbooks />} />
        <Route path="runbooks/:code" element={<Runbook />} />
        <Route path="journal" element={<Journal />} />
        <Route path="journal/:message" element={<Later of={<Message />} />} />
        <Route path="connections" element={<Connections />} />
        <Route path="connections/:name" element={<Connections />} />
        <Route path="estate" element={<Later of={<Estate />} />} />
        <Route path="estate/:id" element={<Later of={<Estate />} />} />
        <Route path="audit" element={<AuditLog />} />
        <Route path="people" element={<Later of={<People />} />} />
        <Route path="account" element={<Later of={<OwnPassword />} />} />
        <Route path="*" element={<Missing />} />
      </Route>
    </Routes>
  );
}

function Later({ of }: { of: ReactNode }) {
  return <Suspense fallback={<Loading />}>{of}</Suspense>;
}
