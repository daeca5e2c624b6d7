//! A run from its start to its end: signals, and whoever prints.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use issuedby_edge::Event;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};

use crate::client::Answer;
use crate::error::DevError;
use crate::hints::Hints;
use crate::options::Options;
use crate::row::{Expected, Row};
use crate::scenario::Scenario;
use crate::signals::Signals;
use crate::world::World;

/// How much may wait to be printed; the edge's own listener waits beyond that, and no request does.
const MAX_WAITING: usize = 1_024;

/// How long the last lines may take to be printed when it is told to end: whoever stopped reading is not waited for.
const PRINTING_PATIENCE: Duration = Duration::from_secs(1);

/// How long a stop may take before it is said what is waited for.
const STOPPING_SILENCE: Duration = Duration::from_millis(400);

/// What there is to print.
#[derive(Debug)]
pub enum Said {
    /// Everything runs.
    Started(Box<Started>),
    /// Something that is not as it should be, in a sentence.
    Warning(String),
    /// Something that is worth knowing: what it is about, and a sentence.
    Remark(&'static str, String),
    /// A request was answered.
    Row(Box<Row>),
    /// The built-in client made a call.
    Called(Box<Call>),
}

/// What runs, and where everything is.
#[derive(Clone, Debug)]
pub struct Started {
    /// What was asked for.
    pub options: Options,
    /// The folder with all files.
    pub folder: PathBuf,
    /// Where clients go.
    pub url: String,
    /// The certificate by which clients know the edge.
    pub server_ca: PathBuf,
    /// Each scenario, the answer that is due, and the file with certificate and private key.
    pub scenarios: Vec<(Scenario, Expected, Option<PathBuf>)>,
}

/// A call of the built-in client.
#[derive(Clone, Debug)]
pub struct Call {
    /// Whose call it was.
    pub scenario: Scenario,
    /// The answer that was due.
    pub expected: Expected,
    /// The answer that came, or why none came.
    pub answer: Result<Answer, String>,
}

impl Call {
    /// Whether the answer is the one that was due. A refusal need not say why; if it does, it says so rightly.
    pub fn is_as_expected(&self) -> bool {
        self.answer.as_ref().is_ok_and(|answer| {
            let reason = self.expected.reason.map(|reason| reason.code());
            answer.status == self.expected.status
                && (answer.reason.is_none() || answer.reason.as_deref() == reason)
        })
    }
}

/// What a run is for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Purpose {
    /// To serve until it is told to end.
    Serve,
    /// To make these calls.
    Call(Vec<Scenario>),
}

/// How a run ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It was told to, or nobody reads any more; or all answers were those that were due.
    Done,
    /// Some answer was another one, or some call was not made.
    NotAsExpected,
}

/// Starts everything, serves or calls, and leaves nothing behind: not at its end, not when it is told to end (SIGINT,
/// SIGTERM, SIGHUP; on Linux by none that it was started to ignore), and not when it fails.
///
/// `print` runs on a thread of its own, so that nobody waits for a terminal. When it breaks, the run ends.
///
/// # Errors
///
/// [`DevError`] with the way out.
pub fn run(
    options: Options,
    purpose: &Purpose,
    print: impl FnMut(Said) -> ControlFlow<()> + Send + 'static,
) -> Result<Outcome, DevError> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(DevError::system)?;
    let outcome = runtime.block_on(run_on_runtime(options, purpose, print));
    runtime.shutdown_background();
    outcome
}

async fn run_on_runtime(
    options: Options,
    purpose: &Purpose,
    mut print: impl FnMut(Said) -> ControlFlow<()> + Send + 'static,
) -> Result<Outcome, DevError> {
    // Before anything is made: what comes from now on is heard when the start is through.
    let mut signals = Signals::listen().map_err(DevError::system)?;
    let (sender, mut said) = mpsc::channel(MAX_WAITING);
    let (printing, printed) = oneshot::channel::<()>();
    thread::Builder::new()
        .name("print".to_owned())
        .spawn(move || {
            let _printing = printing;
            while let Some(said) = said.blocking_recv() {
                if print(said).is_break() {
                    return;
                }
            }
        })
        .map_err(DevError::system)?;
    tokio::pin!(printed);

    let known = Arc::new(Known::default());
    let on_row = rows_to(sender.clone(), purpose, Hints::new(&options), Arc::clone(&known));
    let on_event = events_to(sender.clone(), Arc::clone(&known));
    let world = World::start(options, on_row, on_event).await?;
    // It is set here alone.
    let _ = known.url.set(world.url());
    let end = tokio::select! {
        outcome = work(&world, purpose, &sender, &known) => End::OfWork(outcome),
        () = signals.told_to_end() => End::Told,
        _ = &mut printed => End::NobodyReads,
    };
    let stopped = match end {
        End::Told => world.stop_unless(impatience(&mut signals, &sender)).await,
        End::OfWork(_) | End::NobodyReads => {
            world.stop().await;
            ControlFlow::Continue(())
        }
    };
    drop(sender);
    let outcome = match end {
        // The answers are what was asked for: whoever reads them may take any time, unless it is told to end.
        End::OfWork(outcome) => tokio::select! {
            _ = printed => outcome,
            () = signals.told_to_end() => interrupted(purpose),
        },
        End::Told => {
            if stopped.is_continue() {
                let _ = timeout(PRINTING_PATIENCE, printed).await;
            }
            interrupted(purpose)
        }
        End::NobodyReads => interrupted(purpose),
    };
    Ok(outcome)
}

/// Says what is waited for, where it takes its time, and comes to its end when it is told to end once more.
async fn impatience(signals: &mut Signals, to: &mpsc::Sender<Said>) {
    let waits = async {
        sleep(STOPPING_SILENCE).await;
        // Where so much waits to be printed that there is no room, nobody reads.
        let message = "for what is under way; Ctrl-C again ends it".to_owned();
        let _ = to.try_send(Said::Remark("waiting", message));
        std::future::pending().await
    };
    tokio::select! {
        () = signals.told_to_end() => {}
        () = waits => {}
    }
}

/// What ends a run.
enum End {
    /// All calls were made.
    OfWork(Outcome),
    /// A signal.
    Told,
    /// Printing broke.
    NobodyReads,
}

fn interrupted(purpose: &Purpose) -> Outcome {
    match purpose {
        Purpose::Serve => Outcome::Done,
        Purpose::Call(_) => Outcome::NotAsExpected,
    }
}

/// What whoever hears of rows and events has to know.
#[derive(Default)]
struct Known {
    /// Where clients go, as soon as that is known.
    url: OnceLock<String>,
    /// Whether it was said that the worker is down, and it has not answered since.
    is_worker_down: AtomicBool,
}

async fn work(world: &World, purpose: &Purpose, to: &mpsc::Sender<Said>, known: &Known) -> Outcome {
    // Where nobody prints any more, the run ends by itself.
    for warning in world.policy_warnings() {
        let _ = to.send(Said::Warning(warning)).await;
    }
    if let (Some(why), Some(own)) = (world.why_worker_is_down().await, &world.options().worker) {
        known.is_worker_down.store(true, Relaxed);
        let message =
            format!("no worker answers at `{}` ({why}): every request gets 502 until one does", own.as_str());
        let _ = to.send(Said::Warning(message)).await;
    }
    match purpose {
        Purpose::Serve => {
            let _ = to.send(Said::Started(Box::new(started(world)))).await;
            std::future::pending().await
        }
        Purpose::Call(scenarios) => {
            let (mut outcome, mut hints) = (Outcome::Done, Hints::new(world.options()));
            for scenario in scenarios {
                let (expected, answer) = (world.expected(*scenario), world.call(*scenario).await);
                let call = Call { scenario: *scenario, expected, answer };
                if !call.is_as_expected() {
                    outcome = Outcome::NotAsExpected;
                }
                let hint = hints.of_call(&call);
                let _ = to.send(Said::Called(Box::new(call))).await;
                if let Some(hint) = hint {
                    let _ = to.send(Said::Warning(hint)).await;
                }
            }
            outcome
        }
    }
}

fn started(world: &World) -> Started {
    let scenarios = Scenario::ALL.iter();
    Started {
        options: world.options().clone(),
        folder: world.folder().to_owned(),
        url: world.url(),
        server_ca: world.server_ca(),
        scenarios: scenarios.map(|it| (*it, world.expected(*it), world.client_file(*it))).collect(),
    }
}

/// The table is of the requests of others: the built-in client's are told as calls.
fn rows_to(
    to: mpsc::Sender<Said>,
    purpose: &Purpose,
    mut hints: Hints,
    known: Arc<Known>,
) -> impl FnMut(Row) + Send + 'static {
    let is_wanted = *purpose == Purpose::Serve;
    move |row| {
        if row.access.fault.is_none() {
            known.is_worker_down.store(false, Relaxed);
        }
        if is_wanted {
            let hint = hints.of_row(&row);
            let _ = to.blocking_send(Said::Row(Box::new(row)));
            if let Some(hint) = hint {
                let _ = to.blocking_send(Said::Warning(hint));
            }
        }
    }
}

/// What goes wrong, each once in a row: a worker that is down fails at every request, and the rows say so. And whose
/// handshake was refused, of which no row tells.
fn events_to(to: mpsc::Sender<Said>, known: Arc<Known>) -> impl FnMut(Event) + Send + 'static {
    let mut last = String::new();
    move |event| {
        if event.event == "handshake_refused" {
            let address = known.url.get().map_or_else(String::new, |url| format!("; the address is {url}"));
            let message = format!("{}{address}", event.message);
            let _ = to.blocking_send(Said::Remark("handshake refused", message));
            return;
        }
        // These certificates are made for a day, and it was said whether the worker is there.
        if matches!(event.event, "ca_expires" | "certificate_expires" | "upstream_socket_missing") {
            return;
        }
        let is_said = event.event == "upstream_failed" && known.is_worker_down.load(Relaxed);
        if event.level != "info" && !is_said && event.message != last {
            last.clone_from(&event.message);
            let _ = to.blocking_send(Said::Warning(event.message));
        }
    }
}
