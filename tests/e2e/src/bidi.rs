//! A connection that speaks WebDriver BiDi: JSON commands out, JSON answers and events in.
//! <https://w3c.github.io/webdriver-bidi/>

use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Message, WebSocket};

/// No single command of ours takes a healthy browser this long.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open connection.
pub struct Connection {
    socket: WebSocket<TcpStream>,
    last_id: u64,
    /// What the browser told by itself, oldest first, until someone takes it.
    events: Vec<Value>,
}

impl Connection {
    /// Connects to the address that the driver gave for a session.
    pub fn open(address: &str) -> Result<Self, String> {
        let host = address
            .strip_prefix("ws://")
            .and_then(|rest| rest.split('/').next())
            .ok_or_else(|| format!("{address} is no ws:// address"))?;
        let stream = TcpStream::connect(host).map_err(|error| format!("connecting to {host}: {error}"))?;
        stream
            .set_read_timeout(Some(PATIENCE))
            .and_then(|()| stream.set_nodelay(true))
            .map_err(|error| error.to_string())?;
        // A picture of a whole page comes as one message.
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let (socket, _) = tungstenite::client::client_with_config(address, stream, Some(config))
            .map_err(|error| format!("opening {address}: {error}"))?;
        Ok(Self { socket, last_id: 0, events: Vec::new() })
    }

    /// Sends a command and waits for its result.
    pub fn command(&mut self, method: &str, parameters: &Value) -> Result<Value, String> {
        self.last_id += 1;
        let id = self.last_id;
        let text = json!({ "id": id, "method": method, "params": parameters }).to_string();
        self.socket.send(Message::text(text)).map_err(|error| format!("{method}: {error}"))?;
        loop {
            let message = self.socket.read().map_err(|error| format!("{method}: {error}"))?;
            let Message::Text(text) = message else {
                continue;
            };
            let mut value: Value = serde_json::from_str(&text).map_err(|error| format!("{method}: {error}"))?;
            if value["type"] == "event" {
                self.events.push(value);
            } else if value["id"] == id {
                return match value["type"].as_str() {
                    Some("success") => Ok(value["result"].take()),
                    _ => Err(format!("{method}: {}", value["message"].as_str().unwrap_or("failed"))),
                };
            }
        }
    }

    /// Takes the events of one kind that have come in so far.
    pub fn take_events(&mut self, method: &str) -> Vec<Value> {
        let (taken, kept) = self.events.drain(..).partition(|event| event["method"] == method);
        self.events = kept;
        taken
    }
}
