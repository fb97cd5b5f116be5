/// A page of one of Discord's lists.
package enum ListPage {
    /// Whether nothing follows a page. Some entries may be lacking although more follow; a page that isn't half full is the last one, so that
    /// a short list takes no second call.
    package static func isLast(_ count: Int, of limit: Int) -> Bool { count * 2 < limit }
}
