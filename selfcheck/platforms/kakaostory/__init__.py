"""KakaoStory."""
