internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import SessionStore

/// What needs no token: whether the server is well, what it counts, and its description.
struct SystemEndpoints {
    let store: Store
    let listeners: ListenerCount
    let failures: Failures

    func add(to router: Router<ServerContext>) {
        router.get("health") { _, _ in
            Answer.ok(["status": "ok"])
        }
        router.get("openapi.yaml") { _, _ in
            Self.text(EmbeddedSchemas.files["openapi.yaml"] ?? "", "application/yaml")
        }
        router.get("metrics") { _, _ in
            Self.text(
                PrometheusMetrics.shared.text(gauges: await gauges()),
                "text/plain; version=0.0.4")
        }
    }

    private static func text(_ text: String, _ type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private func gauges() async -> [(name: String, labels: String, value: Double)] {
        let count = await store.pool.count
        var gauges: [(name: String, labels: String, value: Double)] = [
            ("session_store_open_sessions", "", Double(count)),
            ("session_store_listeners", "", Double(listeners.count)),
            ("session_store_retention_failures", "", Double(failures.retention.value)),
            ("session_store_backup_failures", "", Double(failures.backup.value)),
            ("session_store_projects", "", Double(store.projects.all.count)),
        ]
        for project in store.projects.all where project.root == store.projects.root {
            let files = (try? project.folder.files()) ?? []
            let sizes = files.map { file in
                let path = project.folder.path(of: file)
                let attributes = try? FileManager.default.attributesOfItem(atPath: path)
                return attributes?[.size] as? Int ?? 0
            }
            let label = "project=\"\(project.id)\""
            gauges.append(("session_store_sessions", label, Double(files.count)))
            gauges.append(("session_store_bytes", label, Double(sizes.reduce(0, +))))
        }
        return gauges
    }
}
