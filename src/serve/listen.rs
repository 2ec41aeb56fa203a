//! The network: HTTP requests in, answers and events out, until Ctrl-C.

use std::convert::Infallible;
use std::future::{IntoFuture, poll_fn};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderValue, Method, Response, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::future::{Either, select};
use futures_util::stream;
use tokio::sync::watch::Receiver;

use super::http::{Answer, answer, is_own_name};
use super::reload::{EVENTS_PATH, SCRIPT, SCRIPT_PATH, message};
use super::state::State;
use super::{Words, builder, fill};

/// What each request is answered from.
#[derive(Clone)]
struct Context {
    shown: Receiver<Option<Arc<State>>>,
    words: Arc<Words>,
    address: SocketAddr,
}

/// Answers requests as soon as there is something to show, until the process is asked to end.
pub(super) fn run(listener: TcpListener, mut shown: Receiver<Option<Arc<State>>>, words: Arc<Words>) -> io::Result<()> {
    // One thread is plenty for one person, and nothing here takes long.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let result = runtime.block_on(async {
        let mut ended = pin!(ended()?);
        if let Either::Left(_) = select(&mut ended, pin!(shown.wait_for(Option::is_some))).await {
            return Ok(());
        }
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let address = listener.local_addr()?;
        builder::say(&fill(&words.serving, &[("address", &format!("http://{}/", named(address)))]));
        let router = Router::new().fallback(respond).with_state(Context { shown, words, address });
        let server = axum::serve(listener, router).into_future();
        select(ended, pin!(server)).await;
        Ok(())
    });
    // The pages that are open hold a connection each, which would never end by themselves.
    runtime.shutdown_background();
    result
}

/// The address as one would type it.
fn named(address: SocketAddr) -> SocketAddr {
    let mut named = address;
    if address.ip().is_unspecified() {
        named.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    named
}

async fn respond(Shared(context): Shared<Context>, request: Request) -> Response<Body> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(|host| is_own_name(host, context.address)) {
        return response(Answer::text(403, &context.words.refused));
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return response(Answer::text(405, ""));
    }
    let path = request.uri().path();
    if path == EVENTS_PATH {
        return events(context.shown);
    }
    if path == SCRIPT_PATH {
        return response(Answer::new(200, "text/javascript; charset=utf-8", SCRIPT));
    }
    // Requests are answered only after the first build, so there is always something.
    let state = context.shown.borrow().clone();
    response(state.map_or_else(|| Answer::text(503, ""), |state| answer(&state, &context.words, path)))
}

fn response(answer: Answer) -> Response<Body> {
    let mut response = (
        axum::http::StatusCode::from_u16(answer.status).unwrap_or_default(),
        [(header::CONTENT_TYPE, answer.kind), (header::CACHE_CONTROL, "no-store"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")],
        answer.body,
    )
        .into_response();
    if let Some(location) = answer.location.and_then(|location| HeaderValue::from_str(&location).ok()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// What is shown now, and then each time that it changes.
fn events(mut shown: Receiver<Option<Arc<State>>>) -> Response<Body> {
    shown.mark_changed();
    let messages = stream::unfold(shown, |mut shown| async {
        // An error means that the builder is gone: then there is nothing to tell any more.
        shown.changed().await.ok()?;
        let data = shown.borrow_and_update().as_ref().map(|state| message(state)).unwrap_or_default();
        Some((Ok::<_, Infallible>(Event::default().data(data)), shown))
    });
    let mut response = Sse::new(messages).keep_alive(KeepAlive::default()).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Resolves when somebody presses Ctrl-C or asks the process to end.
#[cfg(unix)]
fn ended() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(poll_fn(move |context| {
        let ended = interrupt.poll_recv(context).is_ready() || terminate.poll_recv(context).is_ready();
        if ended { Poll::Ready(()) } else { Poll::Pending }
    }))
}

/// Resolves when somebody presses Ctrl-C.
#[cfg(not(unix))]
fn ended() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
