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

use crate::call::Call;
use crate::error::DevError;
use crate::options::Options;
use crate::row::{Expected, Row};
use crate::scenario::Scenario;
use crate::signals::Signals;
use crate::worker_warnings::WorkerWarnings;
use crate::world::World;

/// The number of lines that may wait to be printed. Beyond it the edge's listener waits, and no request does.
const MAX_WAITING: usize = 1_024;

/// The time limit for printing the last lines at the end: the run does not wait for a reader that stopped.
const PRINTING_TIMEOUT: Duration = Duration::from_secs(1);

/// The time after which a stop says what it waits for.
const STOPPING_SILENCE: Duration = Duration::from_millis(400);

/// A line or block to print.
#[derive(Debug)]
pub enum Said {
    /// Everything runs.
    Started(Box<Started>),
    /// Something that is not as it should be, in a sentence.
    Warning(String),
    /// Something that is worth knowing: what it is about, and a sentence.
    Note(&'static str, String),
    /// A request was answered.
    Row(Box<Row>),
    /// The built-in client made a call.
    Called(Box<Call>),
}

/// The running servers, and the place of every file.
#[derive(Clone, Debug)]
pub struct Started {
    /// The options.
    pub options: Options,
    /// The folder with all files.
    pub folder: PathBuf,
    /// The URL for clients.
    pub url: String,
    /// The certificate by which clients know the edge.
    pub server_ca: PathBuf,
    /// Each scenario, the answer that is due, and the file with certificate and private key.
    pub scenarios: Vec<(Scenario, Expected, Option<PathBuf>)>,
}

/// The purpose of a run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Purpose {
    /// To serve until a signal.
    Serve,
    /// To make these calls.
    Call(Vec<Scenario>),
}

/// The outcome of a run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// A signal ended it, or the reader of the output is gone; or all responses were as expected.
    Done,
    /// Some answer was another one, or some call was not made.
    NotAsExpected,
}

/// Starts everything, serves or calls, and leaves nothing behind: not at its end, not after a signal (SIGINT,
/// SIGTERM, SIGHUP; on Linux by none that it was started to ignore), and not when it fails.
///
/// `print` runs on a thread of its own, so that no request waits for a terminal. When it breaks, the run ends.
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
    let on_row = rows_to(sender.clone(), purpose, WorkerWarnings::new(&options), Arc::clone(&known));
    let on_event = events_to(sender.clone(), Arc::clone(&known));
    let world = World::start(options, on_row, on_event).await?;
    // It is set here alone.
    let _ = known.url.set(world.url());
    let end = tokio::select! {
        outcome = work(&world, purpose, &sender, &known) => End::OfWork(outcome),
        () = signals.next() => End::Signal,
        _ = &mut printed => End::ReaderGone,
    };
    let stopped = match end {
        End::Signal => world.stop_unless(second_signal(&mut signals, &sender)).await,
        End::OfWork(_) | End::ReaderGone => {
            world.stop().await;
            ControlFlow::Continue(())
        }
    };
    drop(sender);
    let outcome = match end {
        // The responses are the result: their reader may take any time, until a signal.
        End::OfWork(outcome) => tokio::select! {
            _ = printed => outcome,
            () = signals.next() => interrupted(purpose),
        },
        End::Signal => {
            if stopped.is_continue() {
                let _ = timeout(PRINTING_TIMEOUT, printed).await;
            }
            interrupted(purpose)
        }
        End::ReaderGone => interrupted(purpose),
    };
    Ok(outcome)
}

/// Says what the run waits for, where that takes long, and ends at the second signal.
async fn second_signal(signals: &mut Signals, to: &mpsc::Sender<Said>) {
    let waits = async {
        sleep(STOPPING_SILENCE).await;
        // A full queue has no reader.
        let message = "for what is under way; Ctrl-C again ends it".to_owned();
        let _ = to.try_send(Said::Note("waiting", message));
        std::future::pending().await
    };
    tokio::select! {
        () = signals.next() => {}
        () = waits => {}
    }
}

/// The end of a run.
enum End {
    /// All calls were made.
    OfWork(Outcome),
    /// A signal.
    Signal,
    /// Printing broke.
    ReaderGone,
}

fn interrupted(purpose: &Purpose) -> Outcome {
    match purpose {
        Purpose::Serve => Outcome::Done,
        Purpose::Call(_) => Outcome::NotAsExpected,
    }
}

/// The state for the listener of rows and events.
#[derive(Default)]
struct Known {
    /// The URL for clients, as soon as it is known.
    url: OnceLock<String>,
    /// True after the message that the worker is down, until it responds.
    is_worker_down: AtomicBool,
}

async fn work(world: &World, purpose: &Purpose, to: &mpsc::Sender<Said>, known: &Known) -> Outcome {
    // Without a printer the run ends by itself.
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
            let (mut outcome, mut warnings) = (Outcome::Done, WorkerWarnings::new(world.options()));
            for scenario in scenarios {
                let (expected, answer) = (world.expected(*scenario), world.call(*scenario).await);
                let call = Call { scenario: *scenario, expected, answer };
                if !call.is_as_expected() {
                    outcome = Outcome::NotAsExpected;
                }
                let warning = warnings.of_call(&call);
                let _ = to.send(Said::Called(Box::new(call))).await;
                if let Some(warning) = warning {
                    let _ = to.send(Said::Warning(warning)).await;
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

/// The table has the requests of other clients: those of the built-in client are calls.
fn rows_to(
    to: mpsc::Sender<Said>,
    purpose: &Purpose,
    mut warnings: WorkerWarnings,
    known: Arc<Known>,
) -> impl FnMut(Row) + Send + 'static {
    let is_wanted = *purpose == Purpose::Serve;
    move |row| {
        if row.access.fault.is_none() {
            known.is_worker_down.store(false, Relaxed);
        }
        if is_wanted {
            let warning = warnings.of_row(&row);
            let _ = to.blocking_send(Said::Row(Box::new(row)));
            if let Some(warning) = warning {
                let _ = to.blocking_send(Said::Warning(warning));
            }
        }
    }
}

/// Errors, each once in a row: a worker that is down fails at every request, and the rows say so. And whose
/// handshake was refused, of which no row tells.
fn events_to(to: mpsc::Sender<Said>, known: Arc<Known>) -> impl FnMut(Event) + Send + 'static {
    let mut last = String::new();
    move |event| {
        if event.event == "handshake_refused" {
            let address = known.url.get().map_or_else(String::new, |url| format!("; the address is {url}"));
            let message = format!("{}{address}", event.message);
            let _ = to.blocking_send(Said::Note("handshake refused", message));
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
