import { type ReactNode, Suspense, useEffect } from 'react';
import { Route, Routes } from 'react-router';
import { FirstRun } from './pages/entry/FirstRun';
import { Missing } from './pages/entry/Missing';
import { SignIn } from './pages/entry/SignIn';
import { Today } from './pages/today/Today';
import { fetchTheRest, later } from './parts/later';
import { Mishap } from './parts/Mishap';
import { Loading } from './parts/states';
import { Frame } from './shell/Frame';
import { Guarded } from './shell/session';

const AuditLog = later(() => import('./pages/audit/AuditLog'));
const Cases = later(() => import('./pages/cases/Cases'));
const Checks = later(() => import('./pages/checks/Checks'));
const Connections = later(() => import('./pages/connections/Connections'));
const Contract = later(() => import('./pages/contract/Contract'));
const Estate = later(() => import('./pages/estate/Estate'));
const Journal = later(() => import('./pages/journal/Journal'));
const Message = later(() => import('./pages/journal/Message'));
const Order = later(() => import('./pages/orders/Order'));
const Orders = later(() => import('./pages/orders/Orders'));
const OwnPassword = later(() => import('./pages/entry/OwnPassword'));
const Parity = later(() => import('./pages/parity/Parity'));
const People = later(() => import('./pages/people/People'));
const Run = later(() => import('./pages/parity/Run'));
const Runbook = later(() => import('./pages/runbooks/Runbook'));
const Runbooks = later(() => import('./pages/runbooks/Runbooks'));
const Sku = later(() => import('./pages/stock/Sku'));
const Stock = later(() => import('./pages/stock/Stock'));

/** Every page has an address; what is looked for is part of it. */
export function App() {
  useEffect(() => fetchTheRest(), []);
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
        <Route path="cases" element={<Later of={<Cases />} />} />
        <Route path="cases/:id" element={<Later of={<Cases />} />} />
        <Route path="parity" element={<Later of={<Parity />} />} />
        <Route path="parity/:id" element={<Later of={<Run />} />} />
        <Route path="stock" element={<Later of={<Stock />} />} />
        <Route path="stock/:sku" element={<Later of={<Sku />} />} />
        <Route path="orders" element={<Later of={<Orders />} />} />
        <Route path="orders/:id" element={<Later of={<Order />} />} />
        <Route path="contract" element={<Later of={<Contract />} />} />
        <Route path="checks" element={<Later of={<Checks />} />} />
        <Route path="runbooks" element={<Later of={<Runbooks />} />} />
        <Route path="runbooks/:code" element={<Later of={<Runbook />} />} />
        <Route path="journal" element={<Later of={<Journal />} />} />
        <Route path="journal/:message" element={<Later of={<Message />} />} />
        <Route path="connections" element={<Later of={<Connections />} />} />
        <Route path="connections/:name" element={<Later of={<Connections />} />} />
        <Route path="estate" element={<Later of={<Estate />} />} />
        <Route path="estate/:id" element={<Later of={<Estate />} />} />
        <Route path="audit" element={<Later of={<AuditLog />} />} />
        <Route path="people" element={<Later of={<People />} />} />
        <Route path="account" element={<Later of={<OwnPassword />} />} />
        <Route path="*" element={<Missing />} />
      </Route>
    </Routes>
  );
}

function Later({ of }: { of: ReactNode }) {
  return (
    <Mishap>
      <Suspense fallback={<Loading />}>{of}</Suspense>
    </Mishap>
  );
}
