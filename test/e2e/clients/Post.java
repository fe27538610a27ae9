import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Posts a body of zeros with Java's standard client, with its length told before and without, and says how it was answered. */
class Post {
  public static void main(String[] args) throws Exception {
    var body = HttpRequest.BodyPublishers.ofByteArray("0".repeat(Integer.parseInt(args[3])).getBytes());
    var client = HttpClient.newHttpClient();
    for (var publisher : new HttpRequest.BodyPublisher[] {body, HttpRequest.BodyPublishers.fromPublisher(body)}) {
      var request = HttpRequest.newBuilder(URI.create(args[0] + args[1])).header("content-type", args[2]);
      var answer = client.send(request.POST(publisher).build(), HttpResponse.BodyHandlers.ofString());
      System.out.println("HttpClient " + answer.statusCode() + " " + answer.body());
    }
  }
}
